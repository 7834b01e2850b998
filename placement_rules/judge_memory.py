"""What a judge remembers: combinations of levels, circumstances, and the rulings that they lead to."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from placement_rules.conditions import Reason, names_in
from placement_rules.evidence import Mark
from placement_rules.inputs import Input, Kind, Ranks
from placement_rules.judging import Decision
from placement_rules.levels import Level
from placement_rules.rule_set import EXTRAS_TABLE, MODULE_TABLE, TRACK_TABLE, RuleSet
from placement_rules.suggestion import Change
from placement_rules.tables import Hit, Row

Marks = tuple[Mark, ...]
Steps = tuple[int | None, ...]
Values = tuple[object, ...]

Outcome = tuple[str, str | None]
Move = tuple[int, tuple[tuple[str, int], ...]]
"""An input, by its place, and its new values with the kinds of circumstances they make."""


@dataclass(frozen=True, slots=True)
class Placing:
    """Where evidence leads, and by which rule, without reasons or changes.

    `rule` chose the track; `module_rule` the module, where there is one.
    """

    track: str
    module: str | None
    rule: str
    extras: tuple[str, ...] = ()
    module_rule: str | None = None


class Changes(dict[Outcome, Change]):
    """The changes that one new value of one input can make, by where they lead: one object for equal ones."""

    def __init__(self, input: str, old: str, new: str) -> None:
        super().__init__()
        self.value = input, old, new

    def __missing__(self, outcome: Outcome) -> Change:
        change = self[outcome] = Change(*self.value, *outcome)
        return change


@dataclass(slots=True)
class Profile:
    """One combination of the four skills; `view` is all that the rules can tell about it.

    `neighbours` are the views one skill moved by one step leads to; None until they are asked for.
    """

    steps: Steps
    view: int
    overall: Level | None
    neighbours: tuple[tuple[int, Changes], ...] | None = None


@dataclass(slots=True)
class Circumstances:
    """The other inputs: their ranks, their values as text, and the class that the rules can tell.

    `changes` remembers, for each view of the skills, the changes of one other input that lead elsewhere.
    """

    ranks: Ranks
    texts: tuple[str, ...]
    kind: int
    changes: dict[int, tuple[Change, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tells:
    """What the facts of a ruling's reasons rest on: the steps of the skills, and other inputs."""

    skills: bool
    inputs: tuple[str, ...]


@dataclass(slots=True)
class Ruling:
    """A decision with its outcome: what all evidence of one view and one kind of circumstances gets.

    `told` remembers its reasons by the overall level and by what their facts rest on (`tells`, None until
    reasons are asked for).
    """

    decision: Decision
    outcome: Outcome
    graded: bool
    extras: tuple[str, ...]
    used: tuple[str, ...]
    placing: Placing
    tells: Tells | None = None
    told: dict[tuple[object, ...], tuple[Reason, ...]] = field(default_factory=dict)


class Meanings(dict[object, tuple[int | None, str, int | None]]):
    """The values of one input as rank, text and class: integers only as far as a test tells them apart."""

    def __init__(self, given: Input, cuts: tuple[int, ...]) -> None:
        super().__init__()
        self.given, self.cuts = given, cuts

    def __missing__(self, value: object) -> tuple[int | None, str, int | None]:
        rank = self.given.rank(value)
        text = value.code if isinstance(value, Level) else str(value)
        if self.given.kind is Kind.BOOLEAN:
            text = text.lower()
        meaning = self[value] = rank, text, self.class_of(rank)
        return meaning

    def class_of(self, rank: int | None) -> int | None:
        """The same for ranks that no test tells apart."""
        if rank is None or self.given.kind is not Kind.INTEGER:
            return rank
        return bisect_right(self.cuts, rank)


class Rulings:
    """The rulings found, by view and kind, and by what the rows that were asked can tell.

    A row that decides has asked only its own inputs and those of the rows above it: whatever the other
    inputs are, the ruling is the same.
    """

    def __init__(self, rule_set: RuleSet, others: tuple[Input, ...]) -> None:
        self.found: dict[tuple[int, int], Ruling] = {}
        self.names = tuple(given.name for given in others)
        asked = list(_asked_by(rule_set))
        self.everything = self._places(self.names)
        self.places = {id(row): self._places(names) for row, names in asked}
        self.by_places: dict[tuple[int, ...], dict[tuple[int, Steps], Ruling]] = {
            places: {} for places in (*self.places.values(), self.everything)
        }

    def _places(self, names: Iterable[str]) -> tuple[int, ...]:
        asked = set(names)
        return tuple(place for place, name in enumerate(self.names) if name in asked)

    def alike(self, view: int, classes: Steps) -> Ruling | None:
        """A ruling found for other circumstances that differ only in what was not asked."""
        for places, rulings in self.by_places.items():
            ruling = rulings.get((view, tuple([classes[place] for place in places])))
            if ruling is not None:
                return ruling
        return None

    def keep(self, ruling: Ruling, view: int, classes: Steps) -> None:
        """Remember a ruling by what the rows that were asked can tell."""
        row = ruling.decision.stopped_at or ruling.decision.found.row
        places = self.places.get(id(row), self.everything)
        self.by_places[places][view, tuple([classes[place] for place in places])] = ruling


def _asked_by(rule_set: RuleSet) -> Iterator[tuple[Row, set[str]]]:
    """Each row that may choose the track without asking the rows below it, and all the inputs it rests on."""
    table = rule_set.tables[TRACK_TABLE]
    if table.hit is not Hit.FIRST:
        return
    later = [rule_set.tables[name] for name in (MODULE_TABLE, EXTRAS_TABLE) if name in rule_set.tables]
    graded = set(names_in(line for each in later for line in each.lines))
    asked: set[str] = set()
    for row in table.rows:
        asked |= set(names_in(row.lines))
        yield row, asked | graded if rule_set.tracks[row.gives].graded else set(asked)
