"""What a rule set is made of besides its tables, in words: inputs, order, exceptions, sources."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import format_percent
from flask_babel import gettext as _

from testing_app.rule_sets import rules
from testing_app.web.layout import current_language
from testing_app.web.placement_words import name_of

ARROW = " → "


@dataclass(frozen=True, kw_only=True)
class InputInWords:
    """One input and what it can be; `rises` says which values are less and more."""

    name: str
    domain: str
    rises: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class SourceInWords:
    """Where numbers come from, with the letter that tables refer to."""

    code: str
    mark: str
    text: str


def inputs_in_words(rule_set: rules.RuleSet) -> list[InputInWords]:
    """Every declared input with its domain."""
    return [
        InputInWords(
            name=name_of(given.name, rule_set),
            domain=_domain(given, rule_set),
            rises=[chain_in_words(chain, rule_set) for chain in given.rises],
        )
        for given in rule_set.inputs
    ]


def _domain(given: rules.Input, rule_set: rules.RuleSet) -> str:
    language = current_language()
    if given.kind is rules.Kind.LEVEL:
        first, last = rule_set.label(given.code(0), language), rule_set.label(given.code(13), language)
        return str(_("A level from %(first)s to %(last)s", first=first, last=last))
    if given.kind is rules.Kind.INTEGER:
        return str(_("A number from %(first)s to %(last)s", first=given.lowest, last=given.highest))
    if given.kind is rules.Kind.BOOLEAN:
        return str(_("Yes or no; blank means no"))
    values = [rule_set.label(value, language) for value in given.values]
    if given.kind is rules.Kind.SCALE:
        return str(_("From less to more: %(values)s", values=", ".join(values)))
    return str(_("One of: %(values)s", values=", ".join(values)))


def chain_in_words(chain: Sequence[str], rule_set: rules.RuleSet) -> str:
    """Codes from less to more, or from easier to harder."""
    return ARROW.join(rule_set.label(code, current_language()) for code in chain)


def weights_in_words(rule_set: rules.RuleSet) -> str:
    """How much each skill counts in the overall level."""
    if len(set(rule_set.weights.values())) == 1:
        return str(_("All four skills count alike."))
    names = (f"{name_of(skill, rule_set)} {weight}" for skill, weight in rule_set.weights.items())
    return ", ".join(names)


def borderline_in_words(rule_set: rules.RuleSet) -> str:
    """The probability under which the best course group is called borderline; empty when never."""
    if rule_set.borderline_below is None:
        return ""
    percent = format_percent(rule_set.borderline_below)
    return str(
        _(
            "Borderline when even the most probable course group is less probable than %(percent)s.",
            percent=percent,
        )
    )


def exceptions_in_words(rule_set: rules.RuleSet) -> list[tuple[str, str]]:
    """Each declared exception to the order, with its reason."""
    language = current_language()
    return [
        (
            str(
                _(
                    "Raising %(input)s can lead from “%(before)s” to “%(after)s”.",
                    input=rule_set.label(each.raising, language),
                    before=rule_set.label(each.before, language),
                    after=rule_set.label(each.after, language),
                )
            ),
            each.reason.get(language, ""),
        )
        for each in rule_set.exceptions
    ]


def sources_in_words(rule_set: rules.RuleSet) -> dict[str, SourceInWords]:
    """Source code to its letter and text."""
    return {
        code: SourceInWords(code=code, mark=_letter(place), text=text)
        for place, (code, text) in enumerate(rule_set.sources.items())
    }


def _letter(place: int) -> str:
    """a, b, ... z, aa, ab, ..."""
    before, here = divmod(place, 26)
    return (_letter(before - 1) if before else "") + "abcdefghijklmnopqrstuvwxyz"[here]
