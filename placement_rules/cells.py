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


class Comparison(Enum):
    """How a cell compares an input with its values."""

    IS = "is"
    NOT = "not"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BELOW = "below"
    ABOVE = "above"
    BETWEEN = "between"
    MISSING = "missing"
    KNOWN = "known"


_SHAPES = {
    Comparison.BETWEEN: (re.compile(r"(\S+) to (\S+)"), "{} to {}"),
    Comparison.AT_LEAST: (re.compile(r"(\S+) or (?:above|more)"), "{} or above"),
    Comparison.AT_MOST: (re.compile(r"(\S+) or (?:below|less|fewer)"), "{} or below"),
    Comparison.BELOW: (re.compile(r"below (\S+)"), "below {}"),
    Comparison.ABOVE: (re.compile(r"above (\S+)"), "above {}"),
    Comparison.NOT: (re.compile(r"not (\S+)"), "not {}"),
    Comparison.MISSING: (re.compile("missing"), "missing"),
    Comparison.KNOWN: (re.compile("known"), "known"),
}
_OF_NUMBERS = {Comparison.AT_LEAST: "{} or more", Comparison.AT_MOST: "{} or less"}
_ORDERED = (Kind.LEVEL, Kind.SCALE, Kind.INTEGER)
_LEVEL_STEPS = {level.code: level.step for level in Level}


def split_cell(cell: object) -> tuple[Comparison, tuple[str, ...]]:
    """The comparison a cell makes, and the words of its values."""
    if isinstance(cell, bool):
        return Comparison.IS, (str(cell).lower(),)
    words = " ".join(str(cell).split())
    for comparison, (shape, _written) in _SHAPES.items():
        if match := shape.fullmatch(words):
            return comparison, match.groups()
    return Comparison.IS, tuple(words.split(" or "))


def join_cell(given: Input, comparison: Comparison, values: tuple[str, ...]) -> str | int | bool:
    """The cell that makes this comparison, as a file holds it: `split_cell` the other way round."""
    if comparison is not Comparison.IS:
        written = _OF_NUMBERS.get(comparison) if given.kind is Kind.INTEGER else None
        written = written or _SHAPES[comparison][1]
        padded = (*values, *[""] * 2)[: written.count("{}")]
        return written.format(*padded)
    words = " or ".join(values)
    if given.kind is Kind.BOOLEAN and words in ("true", "false"):
        return words == "true"
    return int(words) if given.kind is Kind.INTEGER and re.fullmatch(r"[0-9]{1,9}", words) else words


def read_cell(given: Input, value: object) -> Bounds | Known:
    """What a cell asks of an input; CellError when it cannot be read."""
    if not _is_of(given, value):
        raise _unreadable(given, value)
    comparison, words = split_cell(value)
    if comparison in (Comparison.MISSING, Comparison.KNOWN):
        return Known(comparison.value)
    if given.kind is Kind.BOOLEAN:
        return Bounds(one_of=frozenset({int(bool(value))}))
    ranks = [_rank(given, word, str(value)) for word in words]
    if comparison is Comparison.IS:
        return Bounds(one_of=frozenset(ranks))
    if (given.kind in _ORDERED) is (comparison is Comparison.NOT):
        raise _unreadable(given, value)
    if comparison is Comparison.BETWEEN and ranks[0] > ranks[1]:
        facts = {"cell": value}
        raise CellError(Message(N_("“%(cell)s” runs backwards: write the lower value first"), facts))
    return _bounds(given, comparison, ranks)


def _is_of(given: Input, value: object) -> bool:
    """Whether a value of the file is of the sort that cells of this input are."""
    if value in ("missing", "known"):
        return True
    return isinstance(value, int | str) and isinstance(value, bool) is (given.kind is Kind.BOOLEAN)


def _bounds(given: Input, comparison: Comparison, ranks: list[int]) -> Bounds:
    first, last = ranks[0], ranks[-1]
    match comparison:
        case Comparison.NOT:
            return Bounds(one_of=frozenset(given.ranks) - {first})
        case Comparison.BETWEEN:
            return Bounds(at_least=first, below=last + 1)
        case Comparison.AT_LEAST:
            return Bounds(at_least=first)
        case Comparison.AT_MOST:
            return Bounds(below=first + 1)
        case Comparison.BELOW:
            return Bounds(below=first)
        case _:
            return Bounds(at_least=first + 1)


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
        return [*given.values, *(f"{last} or below" for last in given.values[-1:]), "missing"]
    ways = [*(f"not {first}" for first in given.values[:1]), " or ".join(given.values[:2])]
    return [*given.values, *filter(None, ways), "missing"]
