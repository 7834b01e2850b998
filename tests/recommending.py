"""Signed recommendations that follow a rule or do not, for the tests of agreement."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.placements.models import Recommendation, StoredSuggestion
from testing_app.results.models import SignedResult
from testing_app.sittings.models import Sitting
from testing_app.statistics.agreement import TestDays
from testing_app.vocabulary import Role, TestedLanguage
from tests.letterbox import Letterbox
from tests.world import World

Place = tuple[str, str | None]

BASIC: Place = ("integration-basic", "M2")
SLOW: Place = ("integration-slow", "M2")
FAST: Place = ("integration-fast", "M2")
ASSESSOR_DECIDES: Place = ("assessor-decides", None)
REASON = "Writing is clearly the weakest skill."


@dataclass(frozen=True)
class Recommending:
    """Signs results in which an assessor met a suggestion."""

    letterbox: Letterbox

    def add(
        self,
        session: Session,
        *,
        suggested: Place = BASIC,
        recommended: Place = BASIC,
        number: int = 1,
        rule: str = "basic-path",
        version: int = 1,
        by: str = "assessor",
        reason: str = REASON,
        tested_on: date,
        replaces: SignedResult | None = None,
    ) -> SignedResult:
        """So many results alike; the last of them."""
        for _ in range(number):
            result = self.letterbox.add_result(
                session, track=recommended[0], module=recommended[1], tested_on=tested_on, replaces=replaces
            )
            made = session.get_one(Recommendation, result.recommendation_id)
            suggestion = session.get_one(StoredSuggestion, made.suggestion_id)
            suggestion.rule, suggestion.rule_set_version = rule, version
            suggestion.track, suggestion.module = suggested
            made.made_by_id = self.letterbox.world.act(by).account_id
            made.agrees, made.reason = suggested == recommended, reason
        session.flush()
        return result


def days_of(year: int, language: TestedLanguage = TestedLanguage.FINNISH) -> TestDays:
    """All test days of a year."""
    return TestDays(language_tested=language, since=date(year, 1, 1), until=date(year, 12, 31))


def planner(world: World, authority: UUID | None = None) -> Actor:
    """The course planner, or one of another authority."""
    actor = world.act(Role.COURSE_PLANNER)
    return replace(actor, organisation_id=authority) if authority else actor


def move_to_other_centre(session: Session, result: SignedResult, world: World) -> None:
    """As if the other test centre had tested this person."""
    result.centre_id = world.other_centre
    session.get_one(Sitting, result.sitting_id).centre_id = world.other_centre
    session.flush()
