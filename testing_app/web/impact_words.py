"""A comparison of two rule sets in words and bars, for the planner's page and beside a draft."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import format_decimal, format_percent
from flask_babel import gettext as _

from testing_app.people.contact_languages import OTHER_LANGUAGE
from testing_app.people.mother_tongue_groups import GROUPS
from testing_app.rule_sets import rules
from testing_app.statistics.impact import LITERACY, MOTHER_TONGUE, MUNICIPALITY
from testing_app.statistics.impact_shown import GroupShare, Number, Place, ShownImpact, Total
from testing_app.statistics.small_cells import SMALLEST_SHOWN
from testing_app.web.layout import current_language
from testing_app.web.placement_words import name_of, place_in_words
from testing_app.web.words import language_word

SHADES = 5
"""How many steps of shading the cells of the matrix have."""
WIDEST_BAR = 100


@dataclass(frozen=True, kw_only=True)
class CellInWords:
    """One cell of the matrix: its number, how dark it is (0: not), and whether it is one who stays."""

    number: str
    shade: int
    stays: bool = False


@dataclass(frozen=True, kw_only=True)
class RowInWords:
    """One row of the matrix: from one course group to those that anybody moves to."""

    place: str
    cells: Sequence[CellInWords]
    stayed: str
    total: str


@dataclass(frozen=True, kw_only=True)
class MoveInWords:
    """From where to where."""

    before: str
    after: str
    number: str


@dataclass(frozen=True, kw_only=True)
class CauseInWords:
    """The rule that decides and the one that would; an address where it can be read."""

    old_rule: str
    old_address: str
    new_rule: str
    new_address: str
    number: str
    width: float


@dataclass(frozen=True, kw_only=True)
class GroupInWords:
    """One group with the share of it that moves."""

    name: str
    results: str
    moved: str
    share: str
    width: float


@dataclass(frozen=True, kw_only=True)
class BreakdownInWords:
    """The groups of one grouping."""

    name: str
    heading: str
    rows: Sequence[GroupInWords]


@dataclass(frozen=True, kw_only=True)
class ImpactInWords:
    """Everything a page says of a comparison."""

    is_empty: bool
    figures: Sequence[tuple[str, str]]
    asides: Sequence[str]
    afters: Sequence[str]
    rows: Sequence[RowInWords]
    after_totals: Sequence[str]
    moves: Sequence[MoveInWords]
    causes: Sequence[CauseInWords]
    breakdowns: Sequence[BreakdownInWords]
    nobody_moves: bool
    hides_something: bool
    smallest: int = SMALLEST_SHOWN


def impact_in_words(shown: ShownImpact, *, old_address: str = "", new_address: str = "") -> ImpactInWords:
    """A comparison as the macros of `macros/impact.html` draw it; the addresses are the pages of the sets."""
    words = _Places(shown)
    moves = shown.moves
    befores = [place for place in shown.befores if any(move.before == place for move in moves)]
    afters = [place for place in shown.afters if any(move.after == place for move in moves)]
    darkest = max((move.number or 0 for move in moves), default=0)
    return ImpactInWords(
        is_empty=shown.is_empty,
        figures=_figures(shown),
        asides=_asides(shown),
        afters=[words.place(place) for place in afters],
        rows=[
            RowInWords(
                place=words.place(before),
                cells=[_cell(shown, before, after, darkest) for after in afters],
                stayed=number_in_words(shown.matrix.get((before, before), 0)),
                total=number_in_words(shown.before_totals[before]),
            )
            for before in befores
        ],
        after_totals=[number_in_words(shown.after_totals[after]) for after in afters],
        moves=[
            MoveInWords(
                before=words.place(move.before),
                after=words.place(move.after),
                number=number_in_words(move.number),
            )
            for move in moves
        ],
        causes=_causes(shown, old_address, new_address),
        breakdowns=[_breakdown(name, rows, shown.new) for name, rows in shown.groups.items()],
        nobody_moves=not moves,
        hides_something=shown.hides_something,
    )


def number_in_words(number: Number) -> str:
    """A number of people, or that it is hidden."""
    return str(_("hidden")) if number is None else str(format_decimal(number))


def rule_in_words(rule: str) -> str:
    """A rule by its name; what stands for a rule when none decided, in words."""
    return str(_("an input is missing")) if rule in rules.UNJUDGED else rule


class _Places:
    """Course groups as the rule set that knows them names them."""

    def __init__(self, shown: ShownImpact) -> None:
        self.shown = shown

    def place(self, place: Place) -> str:
        named_by = self.shown.new if place[0] in self.shown.new.tracks else self.shown.old
        return place_in_words(*place, named_by)


def _figures(shown: ShownImpact) -> list[tuple[str, str]]:
    totals, share = shown.totals, shown.moved_share
    moved = number_in_words(totals[Total.MOVED])
    if share is not None:
        moved = f"{moved} ({percent_in_words(share)})"
    return [
        (_("Compared"), number_in_words(totals[Total.RESULTS])),
        (_("Would move"), moved),
        (_("Would stay"), number_in_words(totals[Total.STAYED])),
    ]


def percent_in_words(part: float) -> str:
    """A part of a whole with one decimal."""
    return str(format_percent(part, "#,##0.0\u00a0%" if current_language() != "en" else "#,##0.0%"))


def _asides(shown: ShownImpact) -> list[str]:
    totals = {total.value: number_in_words(number) for total, number in shown.totals.items()}
    found = []
    if shown.totals[Total.OTHER_EXTRAS] != 0:
        found.append(str(_("Of those who stay, with other extras: %(other_extras)s.", **totals)))
    if shown.totals[Total.UNJUDGED_BEFORE] != 0 or shown.totals[Total.UNJUDGED_AFTER] != 0:
        text = _(
            "Not judged because an input is missing: now %(unjudged_before)s, then %(unjudged_after)s.",
            **totals,
        )
        found.append(str(text))
    return found


def _cell(shown: ShownImpact, before: Place, after: Place, darkest: int) -> CellInWords:
    if (before, after) not in shown.matrix:
        return CellInWords(number="", shade=0)
    number = shown.matrix[before, after]
    if before == after:
        return CellInWords(number=number_in_words(number), shade=0, stays=True)
    shade = 1 + (SHADES - 1) * (number or 0) // darkest if darkest else 1
    return CellInWords(number=number_in_words(number), shade=shade)


def _causes(shown: ShownImpact, old_address: str, new_address: str) -> list[CauseInWords]:
    most = max((cause.number or 0 for cause in shown.causes), default=0) or 1
    return [
        CauseInWords(
            old_rule=rule_in_words(cause.old_rule),
            old_address=_rule_address(old_address, cause.old_rule),
            new_rule=rule_in_words(cause.new_rule),
            new_address=_rule_address(new_address, cause.new_rule),
            number=number_in_words(cause.number),
            width=round(WIDEST_BAR * (cause.number or 0) / most, 1),
        )
        for cause in shown.causes
    ]


def _rule_address(page: str, rule: str) -> str:
    return f"{page}#rule-{rule}" if page and rule not in rules.UNJUDGED else ""


def _breakdown(grouping: str, rows: Sequence[GroupShare], rule_set: rules.RuleSet) -> BreakdownInWords:
    names = {
        MOTHER_TONGUE: (_("By mother tongue"), _("Mother tongue")),
        LITERACY: (_("By literacy"), _("Literacy")),
        MUNICIPALITY: (_("By municipality"), _("Municipality")),
    }
    name, heading = names[grouping]
    return BreakdownInWords(
        name=name,
        heading=heading,
        rows=[
            GroupInWords(
                name=_group_in_words(grouping, row.label, rule_set),
                results=number_in_words(row.results),
                moved=number_in_words(row.moved),
                share=percent_in_words(row.share) if row.share is not None else "",
                width=round(WIDEST_BAR * (row.share or 0), 1),
            )
            for row in rows
        ],
    )


def _group_in_words(grouping: str, label: str, rule_set: rules.RuleSet) -> str:
    if not label:
        return str(_("not known"))
    if label == rules.REST:
        return str(_("all others"))
    if grouping == LITERACY:
        return name_of(label, rule_set)
    if grouping == MOTHER_TONGUE and label in (*GROUPS, OTHER_LANGUAGE):
        return ", ".join(language_word(tongue) for tongue in GROUPS.get(label, (label,)))
    return label
