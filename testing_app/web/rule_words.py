"""A rule set in sentences: what each rule asks, where it leads, and which module takes which levels."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from testing_app.rule_sets import rules
from testing_app.web.layout import current_language
from testing_app.web.placement_words import name_of

SUBJECTS: dict[str, LazyString] = {
    rules.ANY_SKILL: _l("any of the four skills"),
    rules.EVERY_SKILL: _l("each of the four skills"),
    rules.SPREAD: _l("the difference between the highest and the lowest skill, in steps"),
}


@dataclass(frozen=True, kw_only=True)
class RuleInWords:
    """One rule as a row of the table."""

    number: int
    id: str
    conditions: Sequence[str]
    joined_by: str
    place: str
    is_left_to_assessor: bool
    reasons: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class BandInWords:
    """One module and the levels it takes."""

    module: str
    levels: str


def rules_in_words(rule_set: rules.RuleSet) -> list[RuleInWords]:
    """The rules from the top; the first that is true decides."""
    return [
        RuleInWords(
            number=number,
            id=rule.id,
            conditions=_conditions(rule.when, rule_set),
            joined_by=_joined_by(rule.when),
            place=name_of(rule.track, rule_set),
            is_left_to_assessor=rule.track == rule_set.undecided_track,
            reasons=_reasons(rule, rule_set),
        )
        for number, rule in enumerate(rule_set.rules, start=1)
    ]


def bands_in_words(rule_set: rules.RuleSet) -> list[BandInWords]:
    """The modules from the lowest."""
    language = current_language()
    found = []
    for band, above in zip(rule_set.bands, [*rule_set.bands[1:], None], strict=True):
        lowest = band.lowest.shown(language)
        highest = above.lowest.down.shown(language) if above and above.lowest.down else None
        if highest is None:
            levels = _("%(level)s and above", level=lowest)
        else:
            levels = lowest if highest == lowest else f"{lowest}–{highest}"
        found.append(BandInWords(module=band.module, levels=str(levels)))
    return found


def extras_in_words(rule_set: rules.RuleSet) -> list[tuple[str, str]]:
    """What is added to an integration track, and when."""
    return [
        (name_of(extra.id, rule_set), condition_in_words(rules.outline_of(extra.when), rule_set))
        for extra in rule_set.extras
    ]


def condition_in_words(outline: rules.Outline, rule_set: rules.RuleSet) -> str:
    """A condition as part of a sentence."""
    if outline.parts:
        joint = str(_(" and ") if outline.demand is rules.Demand.ALL else _(" or "))
        return "(" + joint.join(condition_in_words(part, rule_set) for part in outline.parts) + ")"
    subject = str(SUBJECTS.get(outline.subject) or rule_set.label(outline.subject, current_language()))
    values = [rule_set.label(value, current_language()) for value in outline.values]
    return str(_DEMANDS[outline.demand]) % {
        "subject": subject,
        "value": values[0] if len(values) == 1 else str(_(" or ")).join(values),
        "first": values[0] if values else "",
        "second": values[-1] if values else "",
    }


_DEMANDS: dict[rules.Demand, LazyString] = {
    rules.Demand.IS: _l("%(subject)s: %(value)s"),
    rules.Demand.AT_LEAST: _l("%(subject)s: at least %(value)s"),
    rules.Demand.BELOW: _l("%(subject)s: below %(value)s"),
    rules.Demand.BETWEEN: _l("%(subject)s: from %(first)s, below %(second)s"),
    rules.Demand.MISSING: _l("%(subject)s: not known"),
}


def _conditions(when: rules.Condition | None, rule_set: rules.RuleSet) -> list[str]:
    """The top-level conditions of a rule; none for the rule that takes everybody else."""
    if when is None:
        return []
    outline = rules.outline_of(when)
    return [_sentence(condition_in_words(part, rule_set)) for part in outline.parts or (outline,)]


def _joined_by(when: rules.Condition | None) -> str:
    outline = rules.outline_of(when) if when else None
    if outline is None or not outline.parts:
        return ""
    return str(_("All of these:") if outline.demand is rules.Demand.ALL else _("Any of these:"))


def _reasons(rule: rules.Rule, rule_set: rules.RuleSet) -> list[str]:
    """The sentences the rule can give; three dots stand for what a candidate's case fills in."""
    codes = [rule.because] if rule.because else []
    codes += rules.outline_of(rule.when).reasons if rule.when else ()
    language = current_language()
    return [
        rule_set.reasons[code][language].format_map(_Dots()).replace("….", "…")
        for code in dict.fromkeys(codes)
        if code
    ]


class _Dots(dict[str, str]):
    """Stands in for facts that nobody has given yet."""

    def __missing__(self, _name: str) -> str:
        return "…"


def _sentence(text: str) -> str:
    text = text.removeprefix("(").removesuffix(")") if text.startswith("(") else text
    return text[:1].upper() + text[1:]
