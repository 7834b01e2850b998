"""Agreement in words: how often each rule and each assessor was agreed with, and why somebody deviated."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import format_date
from flask_babel import gettext as _

from testing_app.statistics.agreement_tables import (
    AgreementTable,
    AssessorAgreement,
    CourseGroup,
    Outcome,
    RuleAgreement,
    RuleSetVersion,
    Tally,
)
from testing_app.statistics.deviations import GivenReason
from testing_app.web.agreement_form import rule_code, version_words
from testing_app.web.placement_words import name_of, place_in_words, rule_set_that_judged

FEW = 10
"""Below this many comparable recommendations a percentage says little."""
ENOUGH_FOR_A_HINT, NEARLY_ALWAYS = 20, 95


@dataclass(frozen=True, kw_only=True)
class TallyInWords:
    """The numbers of one row; `width` is the length of its bar in per cent."""

    recommendations: str
    compared: str
    agreeing: str
    deviating: str
    left: str
    percent: str
    is_compared: bool
    is_left: bool
    is_percent: bool
    width: int
    hint: str


@dataclass(frozen=True, kw_only=True)
class RuleRow:
    """One rule; `code` is what an address calls it when its reasons can be read, else empty."""

    rule: str
    rule_set: str
    suggests: str
    label: str
    code: str
    tally: TallyInWords


@dataclass(frozen=True, kw_only=True)
class InsteadRow:
    """One course group that was recommended in place of another."""

    rule: str
    suggested: str
    recommended: str
    number: str
    is_left: bool


@dataclass(frozen=True, kw_only=True)
class AssessorRow:
    """One assessor."""

    name: str
    centre: str
    tally: TallyInWords


@dataclass(frozen=True, kw_only=True)
class ReasonRow:
    """One reason for deviating, as its assessor wrote it."""

    month: str
    rule: str
    suggested: str
    recommended: str
    text: str


def rule_rows(table: AgreementTable) -> list[RuleRow]:
    """Every rule; two of one name are told apart by the rule's own name."""
    with_reasons = {instead.departure.rule for instead in table.departures_shown()}
    names = [_tracks(row) for row in table.rules]
    often = Counter(names)
    return [
        RuleRow(
            rule=row.rule.rule,
            rule_set=version_words(row.rule.rule_set),
            suggests=name,
            label=name if often[name] == 1 else f"{name} ({row.rule.rule})",
            code=rule_code(row.rule) if row.rule in with_reasons else "",
            tally=tally_in_words(row.tally),
        )
        for row, name in zip(table.rules, names, strict=True)
    ]


def instead_rows(table: AgreementTable) -> list[InsteadRow]:
    """What was recommended instead, rule by rule."""
    return [
        InsteadRow(
            rule=row.rule.rule,
            suggested=_place(row.rule.rule_set, instead.departure.suggested),
            recommended=_place(row.rule.rule_set, instead.departure.recommended),
            number=_number(instead.number),
            is_left=instead.outcome is Outcome.LEFT,
        )
        for row in table.rules
        for instead in row.instead
    ]


def reason_rows(given: Sequence[GivenReason]) -> list[ReasonRow]:
    """The reasons, each with its month."""
    return [
        ReasonRow(
            month=str(format_date(reason.month, "LLLL y")),
            rule=reason.departure.rule.rule,
            suggested=_place(reason.departure.rule.rule_set, reason.departure.suggested),
            recommended=_place(reason.departure.rule.rule_set, reason.departure.recommended),
            text=reason.text,
        )
        for reason in given
    ]


def _place(version: RuleSetVersion, group: CourseGroup) -> str:
    """A course group as the rule set that suggested it calls it."""
    return place_in_words(group.track, group.module, rule_set_that_judged(version.id, version.version))


def _tracks(row: RuleAgreement) -> str:
    version = row.rule.rule_set
    rule_set = rule_set_that_judged(version.id, version.version)
    return " / ".join(
        name_of(track, rule_set) for track in dict.fromkeys(group.track for group in row.suggested)
    )


def assessor_rows(rows: Sequence[AssessorAgreement]) -> list[AssessorRow]:
    """Every assessor; whoever agrees nearly always gets a gentle word, if there are enough cases."""
    return [
        AssessorRow(
            name=row.assessor.name,
            centre=row.assessor.centre,
            tally=tally_in_words(row.tally, hint=_hint(row.tally)),
        )
        for row in rows
    ]


def tally_in_words(tally: Tally, *, hint: str = "") -> TallyInWords:
    """The numbers as people read them."""
    is_percent = tally.percent is not None and (tally.compared or 0) >= FEW
    return TallyInWords(
        recommendations=_number(tally.recommendations),
        compared=_number(tally.compared),
        agreeing=_number(tally.agreeing),
        deviating=_number(tally.deviating),
        is_compared=tally.compared != 0,
        is_left=tally.left != 0,
        left=_number(tally.left),
        percent=f"{tally.percent} %" if is_percent else _no_percent(tally),
        is_percent=is_percent,
        width=(tally.percent or 0) if is_percent else 0,
        hint=hint,
    )


def _no_percent(tally: Tally) -> str:
    if tally.compared == 0:
        return str(_("nothing to compare"))
    if tally.compared is None or tally.percent is None:
        return str(_("hidden"))
    return str(_("too few to say"))


def _hint(tally: Tally) -> str:
    if (tally.compared or 0) < ENOUGH_FOR_A_HINT or (tally.percent or 0) < NEARLY_ALWAYS:
        return ""
    return str(
        _(
            "Nearly always the same: %(same)s of %(compared)s. Worth talking about.",
            same=tally.agreeing,
            compared=tally.compared,
        )
    )


def _number(number: int | None) -> str:
    return str(_("hidden")) if number is None else str(number)
