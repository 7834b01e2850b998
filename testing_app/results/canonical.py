"""Canonical JSON: one value, one sequence of bytes, so that a signature over bytes means something.

The form is RFC 8785 (JSON Canonicalization Scheme) without fractions: UTF-8, members sorted by the
UTF-16 code units of their names, no white space, integers only. Strings are taken as they are:
nothing is normalised, because two spellings of a name are two texts and a signature must tell them apart.
"""

import json
from collections.abc import Mapping, Sequence
from typing import NoReturn, TypeAlias, cast

JsonValue: TypeAlias = "bool | int | str | Sequence[JsonValue] | Mapping[str, JsonValue] | None"
JsonObject: TypeAlias = Mapping[str, JsonValue]

LARGEST_INTEGER = 2**53 - 1  # what every JSON reader keeps exactly (RFC 7493)
LARGEST_DOCUMENT = 1_000_000  # bytes; a result is about 3,000
DEEPEST_NESTING = 32


class NotCanonical(ValueError):
    """These bytes, or this value, have no canonical JSON form; the message says where and why."""


def canonical_bytes(value: JsonValue) -> bytes:
    """The one canonical form of a value; NotCanonical when it has none."""
    return _text(value, "$", depth=0).encode("utf-8")


def parse(data: bytes) -> JsonValue:
    """Read JSON strictly: UTF-8, no repeated member, no fraction, no number beyond 2^53 - 1."""
    if len(data) > LARGEST_DOCUMENT:
        raise NotCanonical(f"The JSON is {len(data)} bytes; at most {LARGEST_DOCUMENT} are read.")
    try:
        value = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_object_without_repeats,
            parse_float=_refuse_fraction,
            parse_constant=_refuse_fraction,
        )
    except NotCanonical:
        raise
    except (ValueError, RecursionError) as problem:
        raise NotCanonical(f"This is not readable JSON: {type(problem).__name__}.") from problem
    _text(value, "$", depth=0)
    return cast(JsonValue, value)


def parse_canonical(data: bytes) -> JsonValue:
    """Read JSON that must already be in canonical form, byte for byte."""
    value = parse(data)
    if canonical_bytes(value) != data:
        raise NotCanonical("The JSON is readable but not in canonical form.")
    return value


def parse_object(data: bytes) -> JsonObject:
    """Read JSON (canonical or not) whose outermost value is an object."""
    value = parse(data)
    if not isinstance(value, Mapping):
        raise NotCanonical("The outermost JSON value must be an object.")
    return value


def _text(value: object, where: str, *, depth: int) -> str:
    if depth > DEEPEST_NESTING:
        raise NotCanonical(f"{where} is nested deeper than {DEEPEST_NESTING} levels.")
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, int):
        return _integer_text(value, where)
    if isinstance(value, str):
        return _string_text(value, where)
    if isinstance(value, Mapping):
        return _object_text(value, where, depth=depth)
    if isinstance(value, list | tuple):
        items = (_text(item, f"{where}[{index}]", depth=depth + 1) for index, item in enumerate(value))
        return "[" + ",".join(items) + "]"
    raise NotCanonical(f"{where} is a {type(value).__name__}; canonical JSON here has no such value.")


def _integer_text(value: int, where: str) -> str:
    if abs(value) > LARGEST_INTEGER:
        raise NotCanonical(f"{where} is beyond 2^53 - 1, which not every reader keeps exactly.")
    return str(int(value))


def _string_text(value: str, where: str) -> str:
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise NotCanonical(f"{where} holds half of a surrogate pair, which UTF-8 cannot carry.")
    return json.dumps(str(value), ensure_ascii=False)


def _object_text(value: Mapping[object, object], where: str, *, depth: int) -> str:
    for name in value:
        if not isinstance(name, str):
            raise NotCanonical(f"{where} has a member name that is not text.")
    names = sorted(
        cast(Mapping[str, object], value), key=lambda name: name.encode("utf-16-be", "surrogatepass")
    )
    members = (
        f"{_string_text(name, where)}:{_text(value[name], f'{where}.{name}', depth=depth + 1)}"
        for name in names
    )
    return "{" + ",".join(members) + "}"


def _object_without_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) != len(pairs):
        names = [name for name, _ in pairs]
        repeated = sorted({name for name in names if names.count(name) > 1})
        raise NotCanonical(f"Members are repeated: {', '.join(repeated)[:200]}.")
    return members


def _refuse_fraction(text: str) -> NoReturn:
    raise NotCanonical(f"{text[:40]} is not an integer; results carry integers only.")
