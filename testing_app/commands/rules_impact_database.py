"""The part of `lahtotaso rules impact` that compares rule sets on the signed results of an installation."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from sqlalchemy.orm import Session

from testing_app import clock
from testing_app.audit.actions import record
from testing_app.audit.events import Event
from testing_app.commands.installation import CommandRefused, Installation, open_installation
from testing_app.commands.rules_impact import Asked, NotCompared
from testing_app.rule_sets import rules
from testing_app.rule_sets.queries import rule_set_named
from testing_app.statistics.impact import (
    GROUPINGS,
    LITERACY,
    SignedPopulation,
    count_results,
    evidence_of_results,
)
from testing_app.vocabulary import TestedLanguage

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(9999, 12, 31)


def impact_on_database(asked: Asked) -> rules.Impact:
    """Count the signed results that hold, of all authorities; the audit says that it was done."""
    with _installation() as here:
        with here.database.reading() as session:
            old, new = asked.rule_sets(lambda id, version: rule_set_named(session, id, version))
            population = _population(asked, old, new)
            impact = _compare(session, asked, old, new, population)
        with here.database.transaction() as session:
            record(
                session,
                Event.IMPACT_VIEWED,
                by=None,
                now=clock.now(),
                subject=("rule_set", f"{new.id}@{new.version}"),
                details=_details(asked, old, population, impact),
            )
    return impact


@contextmanager
def _installation() -> Iterator[Installation]:
    try:
        with open_installation() as here:
            yield here
    except CommandRefused as refused:
        raise NotCompared(str(refused)) from None


def _population(asked: Asked, old: rules.RuleSet, new: rules.RuleSet) -> SignedPopulation:
    """The results of one language tested: the one asked for, or the first that both rule sets judge."""
    _ = asked.translate
    both = [language for language in old.languages if language in new.languages]
    tested = asked.arguments.tested or (both[0] if both else None)
    if tested not in both:
        raise NotCompared(
            _("The two rule sets judge no language together: %(old)s and %(new)s.")
            % {"old": ", ".join(old.languages), "new": ", ".join(new.languages)}
        )
    return SignedPopulation(
        authority_id=None,
        language_tested=TestedLanguage(tested),
        since=asked.arguments.since or FIRST_DAY,
        until=asked.arguments.until or LAST_DAY,
    )


def _compare(
    session: Session, asked: Asked, old: rules.RuleSet, new: rules.RuleSet, population: SignedPopulation
) -> rules.Impact:
    comparison = rules.Comparison(old, new, groupings=GROUPINGS, linked=LITERACY)
    results = evidence_of_results(session, population)
    for evidence, labels in asked.watched(results, count_results(session, population)):
        comparison.add(evidence, labels)
    return comparison.impact()


def _details(
    asked: Asked, old: rules.RuleSet, population: SignedPopulation, impact: rules.Impact
) -> dict[str, object]:
    return {
        "old": f"{old.id}@{old.version}",
        "language_tested": population.language_tested.value,
        "since": population.since.isoformat(),
        "until": population.until.isoformat(),
        "results": impact.results,
        "shows_small_numbers": bool(asked.arguments.show_small),
    }
