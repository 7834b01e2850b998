"""The picture of the decision space: what to draw for each literacy, and the legend that names it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from testing_app.rule_sets import rules
from testing_app.web.layout import current_language
from testing_app.web.placement_words import name_of, place_in_words
from testing_app.web.planner_desk.imagined import typical_evidence

COLUMNS = 14
COLOURS = "abcdefghijkl"
UNDECIDED = "undecided"
LONGEST_MARK = 3
DECIMALS = 3


@dataclass(frozen=True, kw_only=True)
class Cell:
    """Neighbouring levels with one place: where to draw it (per cent), its colour, its letters, its words."""

    x: str
    width: str
    colour: str
    letter: str
    module: str
    levels: str
    place: str


@dataclass(frozen=True, kw_only=True)
class Strip:
    """One study readiness: its cells from the lowest level up; `here` is where the imagined person stands."""

    readiness: str
    cells: Sequence[Cell]
    here: str | None = None

    @property
    def text(self) -> str:
        """The strip as one sentence."""
        return f"{self.readiness}: " + "; ".join(f"{cell.levels} {cell.place}" for cell in self.cells) + "."


@dataclass(frozen=True, kw_only=True)
class Block:
    """One literacy with its strips."""

    code: str
    literacy: str
    strips: Sequence[Strip]


@dataclass(frozen=True, kw_only=True)
class LegendEntry:
    """A colour with its letter and what it stands for."""

    colour: str
    letter: str
    words: str


@dataclass(frozen=True, kw_only=True)
class SpacePicture:
    """All that the macro draws."""

    blocks: Sequence[Block]
    tracks: Sequence[LegendEntry]
    modules: Sequence[tuple[str, str]]
    others: Sequence[tuple[str, str]]
    column: str


def picture_of(rule_set: rules.RuleSet, person: rules.Evidence | None) -> SpacePicture:
    """The decision space with the imagined person's other inputs, or typical ones."""
    space = rules.decision_space(typical_evidence(person, rule_set), rule_set)
    letters = {
        track: (_letter(place), _colour(track, place, rule_set))
        for place, track in enumerate(rule_set.tracks)
    }
    marks = {code: _mark(code, place) for place, code in enumerate(rule_set.modules, start=1)}
    blocks = []
    for literacy in dict.fromkeys(row.literacy for row in space.rows):
        strips = [
            Strip(
                readiness=name_of(row.readiness.value, rule_set),
                cells=[_cell(stretch, rule_set, letters, marks) for stretch in row.stretches],
                here=_place_of(person, row),
            )
            for row in space.rows
            if row.literacy is literacy
        ]
        blocks.append(Block(code=literacy.value, literacy=name_of(literacy.value, rule_set), strips=strips))
    tracks = [
        LegendEntry(colour=letters[track][1], letter=letters[track][0], words=name_of(track, rule_set))
        for track in rule_set.tracks
        if track in space.tracks
    ]
    modules = [(marks[code], name_of(code, rule_set)) for code in rule_set.modules if marks[code] != code]
    return SpacePicture(
        blocks=blocks,
        tracks=tracks,
        modules=modules,
        others=_others(space.evidence, rule_set),
        column=_per_cent(1),
    )


def _cell(
    stretch: rules.Stretch,
    rule_set: rules.RuleSet,
    letters: dict[str, tuple[str, str]],
    marks: dict[str, str],
) -> Cell:
    language = current_language()
    first, last = stretch.first.shown(language), stretch.last.shown(language)
    letter, colour = letters[stretch.track]
    return Cell(
        x=_per_cent(stretch.first.step),
        width=_per_cent(stretch.steps),
        colour=colour,
        letter=letter,
        module=marks.get(stretch.module or "", ""),
        levels=first if first == last else f"{first}–{last}",
        place=place_in_words(stretch.track, stretch.module, rule_set),
    )


def _place_of(person: rules.Evidence | None, row: rules.SpaceRow) -> str | None:
    """Where to mark a person whose four skills are equal."""
    if person is None or (person.literacy, person.study_readiness) != (row.literacy, row.readiness):
        return None
    marks = {getattr(person, skill) for skill in rules.SKILLS}
    mark = marks.pop()
    return _per_cent(mark.step) if not marks and isinstance(mark, rules.Level) else None


def _others(evidence: rules.Evidence, rule_set: rules.RuleSet) -> list[tuple[str, str]]:
    """What the other inputs were taken to be."""
    language = current_language()
    found = []
    for given in rule_set.inputs:
        if given.kind is rules.Kind.BOOLEAN:
            value = str(_("yes")) if getattr(evidence, given.name) else str(_("no"))
            found.append((rule_set.label(given.name, language), value))
        elif given.kind is rules.Kind.INTEGER:
            found.append((rule_set.label(given.name, language), str(getattr(evidence, given.name))))
    return found


def _letter(place: int) -> str:
    return chr(ord("A") + place % 26)


def _colour(track: str, place: int, rule_set: rules.RuleSet) -> str:
    return UNDECIDED if track == rule_set.undecided_track else COLOURS[place % len(COLOURS)]


def _mark(code: str, place: int) -> str:
    """A module in a narrow cell: its code if that is short, else its number."""
    return code if len(code) <= LONGEST_MARK else str(place)


def _per_cent(steps: int) -> str:
    return f"{steps * 100 / COLUMNS:.{DECIMALS}f}"
