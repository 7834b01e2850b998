"""The words of a cell: "B1.1 or above", "none or weak", "6 or more", "not other_script", "missing"."""

import re
from enum import Enum

from placement_rules.conditions import Bounds
from placement_rules.inputs import Input, Kind
from placement_rules.levels import Level
from placement_rules.messages import N_, Message


class Known(Enum):
    """A cell that asks whether there is a value at all."""

    MISSING = "missing"
    KNOWN = "known"


class CellError(ValueError):
    """A cell that cannot be read; `message` says what was expected."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.text)
        self.message = message


_AT_LEAST = re.compile(r"(?P<first>\S+) or (above|more)")
_AT_MOST = re.compile(r"(?P<first>\S+) or (below|less|fewer)")
_BELOW = re.compile(r"below (?P<first>\S+)")
_ABOVE = re.compile(r"above (?P<first>\S+)")
_BETWEEN = re.compile(r"(?P<first>\S+) to (?P<last>\S+)")
_NOT = re.compile(r"not (?P<first>\S+)")
_ORDERED = (Kind.LEVEL, Kind.SCALE, Kind.INTEGER)
_LEVEL_STEPS = {level.code: level.step for level in Level}


def read_cell(given: Input, value: object) -> Bounds | Known:
    """What a cell asks of an input; CellError when it cannot be read."""
    if value in ("missing", "known"):
        return Known(value)
    if given.kind is Kind.BOOLEAN:
        if isinstance(value, bool):
            return Bounds(one_of=frozenset({int(value)}))
        raise _unreadable(given, value)
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise _unreadable(given, value)
    words = " ".join(str(value).split())
    return _range(given, words) if given.kind in _ORDERED else _choice(given, words)


def _range(given: Input, words: str) -> Bounds:
    if match := _BETWEEN.fullmatch(words):
        first, last = _rank(given, match["first"], words), _rank(given, match["last"], words)
        if first > last:
            raise CellError(
                Message(N_("“%(cell)s” runs backwards: write the lower value first"), {"cell": words})
            )
        return Bounds(at_least=first, below=last + 1)
    if match := _AT_LEAST.fullmatch(words):
        return Bounds(at_least=_rank(given, match["first"], words))
    if match := _AT_MOST.fullmatch(words):
        return Bounds(below=_rank(given, match["first"], words) + 1)
    if match := _BELOW.fullmatch(words):
        return Bounds(below=_rank(given, match["first"], words))
    if match := _ABOVE.fullmatch(words):
        return Bounds(at_least=_rank(given, match["first"], words) + 1)
    return Bounds(one_of=_listed(given, words))


def _choice(given: Input, words: str) -> Bounds:
    if match := _NOT.fullmatch(words):
        return Bounds(one_of=frozenset(given.ranks) - {_rank(given, match["first"], words)})
    return Bounds(one_of=_listed(given, words))


def _listed(given: Input, words: str) -> frozenset[int]:
    return frozenset(_rank(given, word, words) for word in words.split(" or "))


def _rank(given: Input, word: str, cell: str) -> int:
    """The rank of one value word."""
    if given.kind is Kind.LEVEL:
        rank = _LEVEL_STEPS.get(word)
    elif given.kind is Kind.INTEGER:
        rank = int(word) if re.fullmatch(r"[0-9]{1,9}", word) else None
        rank = rank if rank in given.ranks else None
    else:
        rank = given.values.index(word) if word in given.values else None
    if rank is None:
        raise _unreadable(given, cell)
    return rank


def _unreadable(given: Input, cell: object) -> CellError:
    facts = {
        "cell": cell,
        "input": given.name,
        "examples": ", ".join(f'"{each}"' for each in examples(given)),
    }
    return CellError(
        Message(
            N_("“%(cell)s” is not something that %(input)s can be; write for example %(examples)s"), facts
        )
    )


def examples(given: Input) -> list[str]:
    """Cells that can be read, to show what is expected."""
    if given.kind is Kind.BOOLEAN:
        return ["true", "false"]
    if given.kind is Kind.LEVEL:
        return ["B1.1", "B1.1 or above", "below A2.1", "A1.1 to A1.3", "missing"]
    if given.kind is Kind.INTEGER:
        high = str(given.highest)
        return [high, f"below {high}", f"{given.lowest} to {high}", f"{given.lowest} or more", "missing"]
    if given.kind is Kind.SCALE:
        return [*given.values, f"{given.values[-1]} or below", "missing"]
    return [*given.values, f"not {given.values[0]}", " or ".join(given.values[:2]), "missing"]
