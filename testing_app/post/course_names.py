"""Names of tracks and modules that letters have no word for, from the rule set that brought them in."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from testing_app.errors import Conflict
from testing_app.letters.own_names import NO_OWN_NAMES, OwnNames
from testing_app.letters.words import names_course_group
from testing_app.rule_sets import rules
from testing_app.rule_sets.queries import rule_set_for
from testing_app.vocabulary import TestedLanguage


def course_names(
    session: Session,
    track: str,
    module: str | None,
    *,
    authority_id: UUID,
    language_tested: TestedLanguage,
    on: date,
) -> OwnNames:
    """What only a rule set can call them; a code that nobody names stands as it is."""
    unnamed = [code for code in (track, module) if code and not names_course_group(code)]
    if not unnamed:
        return NO_OWN_NAMES
    sets = list(_rule_sets(session, authority_id, language_tested, on))
    return OwnNames(course_groups={code: _name(code, sets) for code in unnamed})


def _rule_sets(
    session: Session, authority_id: UUID, language_tested: TestedLanguage, on: date
) -> Iterator[rules.RuleSet]:
    """The authority's own set first, then those that come with the product."""
    with suppress(Conflict, rules.UnknownRuleSet):
        yield rule_set_for(session, authority_id=authority_id, language_tested=language_tested, on=on)
    yield from rules.shipped_rule_sets().values()


def _name(code: str, sets: list[rules.RuleSet]) -> Mapping[str, str]:
    labels = (found.labels.get(code) for found in sets)
    return next((label for label in labels if label), {"fi": code, "sv": code, "en": code})
