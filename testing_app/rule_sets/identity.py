"""Reads which rule set and version a text says it is, also from a text that is not whole yet."""

import re
import tomllib
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

PLACEMENT = "placement"
LARGEST_NUMBER = 9999
LONGEST_ANSWERS = 20
RULE_SET_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,59}")
FIRST_TABLE = re.compile(r"^\s*\[", re.MULTILINE)


@dataclass(frozen=True)
class Identity:
    """The id, version and question that a text names; None where it names none that can be kept."""

    rule_set_id: str | None
    number: int | None
    answers: str


def identity_in(text: str) -> Identity:
    """What the text says about itself; read line by line when it is not TOML (yet)."""
    try:
        content = tomllib.loads(text)
    except (ValueError, RecursionError):
        content = _top_lines(text)
    id, number, answers = content.get("id"), content.get("version"), content.get("answers")
    return Identity(
        rule_set_id=id if isinstance(id, str) and RULE_SET_ID.fullmatch(id) else None,
        number=number if type(number) is int and 1 <= number <= LARGEST_NUMBER else None,
        answers=answers if isinstance(answers, str) and len(answers) <= LONGEST_ANSWERS else PLACEMENT,
    )


def with_identity(text: str, *, rule_set_id: str, number: int) -> str:
    """The same rules under another id and version: where a draft that is based on another set begins."""
    named = _with_line(text, "version", str(number))
    return _with_line(named, "id", f'"{rule_set_id}"')


def digest_of(text: str) -> str:
    """SHA-256 of a text, 64 hexadecimal digits."""
    return sha256(text.encode()).hexdigest()


def _top_lines(text: str) -> dict[str, Any]:
    """The keys before the first table that can be read one by one."""
    found: dict[str, Any] = {}
    for line in _top_of(text).splitlines():
        try:
            found = tomllib.loads(line) | found
        except (ValueError, RecursionError):
            continue
    return found


def _top_of(text: str) -> str:
    first = FIRST_TABLE.search(text)
    return text[: first.start()] if first else text


def _with_line(text: str, key: str, value: str) -> str:
    top = _top_of(text)
    line, count = re.subn(rf"(?m)^{key}\s*=.*$", lambda _found: f"{key} = {value}", top, count=1)
    return (line if count else f"{key} = {value}\n{top}") + text[len(top) :]
