"""Tracks, modules, reasons and rules in the reader's words, by the rule set that judged."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from flask import g
from flask_babel import gettext as _

from testing_app.errors import Conflict
from testing_app.rule_sets import rules
from testing_app.rule_sets.queries import rule_set_for, rule_set_named
from testing_app.vocabulary import TestedLanguage
from testing_app.web.layout import current_language
from testing_app.web.units import database


@lru_cache(maxsize=256)
def rule_set_in_force(on: date, language_tested: str, *, id: str | None = None) -> rules.RuleSet | None:
    """The national rule set in force on a test day, read once; None when none is known any more."""
    try:
        return rules.rule_set_on(on, language=language_tested, id=id)
    except rules.UnknownRuleSet:
        return None


def rule_set_of_authority(
    session: Any,
    authority_id: UUID,
    *,
    language_tested: TestedLanguage,
    on: date,
    answers: rules.Answers = rules.Answers.PLACEMENT,
) -> rules.RuleSet | None:
    """The rule set in force for an authority's candidates; None when there is none that can be read."""
    try:
        return rule_set_for(
            session, authority_id=authority_id, language_tested=language_tested, on=on, answers=answers
        )
    except (rules.UnknownRuleSet, Conflict):
        return None


def rule_set_that_judged(id: str, version: int) -> rules.RuleSet | None:
    """The rule set a result or suggestion names; None when nobody can read it any more.

    The same one is asked for by every line of a list: it is looked up once for each request.
    """
    found: dict[tuple[str, int], rules.RuleSet | None] = g.setdefault("rule_sets", {})
    if (id, version) not in found:
        found[id, version] = _named(id, version)
    return found[id, version]


def _named(id: str, version: int) -> rules.RuleSet | None:
    shipped = rules.shipped_rule_sets().get((id, version))
    if shipped is not None:
        return shipped
    try:
        with database().glance() as session:
            return rule_set_named(session, id, version)
    except Conflict:  # not the text that was sealed, or not readable any more
        return None


def name_of(code: str, rule_set: rules.RuleSet | None) -> str:
    """A track, module, extra, input or value as people read it; the code if nobody named it."""
    text = rule_set.label(code, current_language()) if rule_set else code
    return text[:1].upper() + text[1:]


def place_in_words(
    track: str, module: str | None, rule_set: rules.RuleSet | None, *, extras: Sequence[str] = ()
) -> str:
    """A course group: track, module and extras in one line."""
    words = name_of(track, rule_set)
    named = rule_set.label(module, current_language()) if rule_set and module else module
    if named == module and module:
        words = _("%(track)s, module %(module)s", track=words, module=module)
    elif named:
        words = f"{words}, {named}"
    for extra in extras:
        words = f"{words} + {rule_set.label(extra, current_language()) if rule_set else extra}"
    return words


def reason_in_words(code: str, facts: Mapping[str, object], rule_set: rules.RuleSet | None) -> str:
    """The sentence of a reason, with its facts; the code when the rule set does not know it any more."""
    if rule_set is None or code not in rule_set.reasons:
        return code
    given = tuple(
        (name, tuple(str(each) for each in fact) if isinstance(fact, list | tuple) else str(fact))
        for name, fact in _under_names_of(rule_set.facts[code], facts).items()
    )
    try:
        return rule_set.reason_text(rules.Reason(code, given), current_language())
    except KeyError:  # a fact that was withheld
        return code


def _under_names_of(names: Sequence[str], facts: Mapping[str, object]) -> Mapping[str, object]:
    """Facts by the names a sentence has for them: results signed before facts had names of their own say
    `inputs` for what is missing, and `value` for the one number that decided."""
    lacking = [name for name in names if name not in facts]
    older = {name: "inputs" if name == "missing" else "value" for name in lacking}
    return {**facts, **{name: facts[old] for name, old in older.items() if old in facts}}


def change_in_words(change: rules.Change, rule_set: rules.RuleSet) -> str:
    """What another value of one input would have given."""
    language = current_language()
    place = place_in_words(change.track, change.module, rule_set)
    if change.new in rules.TICKS:
        name = rule_set.label(change.input, language)
        if change.new == rules.TICKED:
            return str(_("If “%(input)s” were ticked: %(place)s", input=name, place=place))
        return str(_("If “%(input)s” were not ticked: %(place)s", input=name, place=place))
    return str(
        _(
            "If %(input)s were %(new)s instead of %(old)s: %(place)s",
            input=rule_set.label(change.input, language),
            new=rule_set.label(change.new, language),
            old=rule_set.label(change.old, language),
            place=place,
        )
    )
