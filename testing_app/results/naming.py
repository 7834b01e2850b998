"""What the rule set that judged calls the course groups of a result, where the letters have no word."""

from collections.abc import Iterator, Mapping

from sqlalchemy.orm import Session

from testing_app.errors import Conflict
from testing_app.letters.own_names import NO_OWN_NAMES, OwnNames
from testing_app.letters.words import RULES, names_course_group
from testing_app.results.document import ResultDocument, ResultSuggestion, SuggestionReason
from testing_app.rule_sets import rules
from testing_app.rule_sets.queries import rule_set_named

LANGUAGES = ("fi", "sv", "en")


def names_in(session: Session, document: ResultDocument) -> OwnNames:
    """The names of the rule set that the document says has judged."""
    judged_by = document.suggestion.rule_set
    try:
        return own_names(document, rule_set_named(session, judged_by.id, judged_by.version))
    except Conflict:  # not the text that was sealed, or not readable any more
        return NO_OWN_NAMES


def own_names(document: ResultDocument, rule_set: rules.RuleSet | None) -> OwnNames:
    """The names and the reason that only this rule set can give; none when nobody can read it any more."""
    if rule_set is None:
        return NO_OWN_NAMES
    return OwnNames(
        course_groups={
            code: rule_set.labels[code] for code in _codes_of(document) if _is_own_name(code, rule_set)
        },
        rule=_own_reason(document.suggestion, rule_set),
    )


def _codes_of(document: ResultDocument) -> Iterator[str]:
    for group in (document.suggestion, document.recommendation):
        yield from (code for code in (group.track, group.module, *group.extras) if code)


def _is_own_name(code: str, rule_set: rules.RuleSet) -> bool:
    """A name that the letters cannot know: of a code without a word, or not the national name."""
    named = rule_set.labels.get(code)
    if named is None:
        return False
    return not names_course_group(code) or all(named != other.labels.get(code) for other in _national())


def _own_reason(suggestion: ResultSuggestion, rule_set: rules.RuleSet) -> Mapping[str, str] | None:
    """The reasons as the rule set writes them, unless the letters have a sentence for the very same rule."""
    if suggestion.rule in RULES and _asks_as_nationally(suggestion.rule, rule_set):
        return None
    texts = {
        language: " ".join(_reason_texts(suggestion.reasons, rule_set, language)) for language in LANGUAGES
    }
    return texts if all(texts.values()) else None


def _reason_texts(
    reasons: tuple[SuggestionReason, ...], rule_set: rules.RuleSet, language: str
) -> Iterator[str]:
    for reason in reasons:
        facts = tuple(
            (name, tuple(map(str, fact)) if isinstance(fact, list | tuple) else str(fact))
            for name, fact in reason.facts.items()
        )
        try:
            yield rule_set.reason_text(rules.Reason(reason.code, facts), language)
        except KeyError:  # a fact that was withheld
            continue


def _asks_as_nationally(rule: str, rule_set: rules.RuleSet) -> bool:
    """Whether the rule of this name asks what it asks in a national set: then the letter's sentence holds."""
    asked = _asked(rule, rule_set)
    return asked is None or any(asked == _asked(rule, other) for other in _national())


def _asked(rule: str, rule_set: rules.RuleSet) -> tuple[tuple[rules.Test, ...], ...] | None:
    """The tests of a rule, line by line; None for what no row says, such as a missing input."""
    rows = (row for row in rule_set.rules if row.rule == rule)
    return next((tuple(line.tests for line in row.lines) for row in rows), None)


def _national() -> Iterator[rules.RuleSet]:
    return (
        found
        for found in rules.shipped_rule_sets().values()
        if found.area is None and found.answers is rules.Answers.PLACEMENT
    )
