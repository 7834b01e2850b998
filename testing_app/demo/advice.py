"""The demo's advice register: two points and the visits of the past weeks."""

from datetime import date, timedelta
from random import Random

from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.advice.actions import VisitFacts, open_point, record_visit
from testing_app.advice.topics import topics
from testing_app.demo.days import at
from testing_app.demo.names import LANGUAGE_GROUPS
from testing_app.vocabulary import AgeBand, DirectedTo, Stay, VisitReason

POINTS = ("Tori", "Kirjasto")
WEEKS = 5
VISITS_A_DAY = (2, 6)
COMMON_TOPICS = ("forms", "kela", "finnish_studies", "employment", "housing", "residence")

REASONS = (VisitReason.OWN_MATTER, VisitReason.OWN_MATTER, VisitReason.FAMILY_MEMBER)


def load_visits(session: Session, by: Actor, *, today: date, chance: Random) -> None:
    """Some visits on every working day of the past weeks at two points."""
    points = [open_point(session, name, by=by, now=at(today - timedelta(weeks=WEEKS), 8)) for name in POINTS]
    ages, stays = list(AgeBand)[1:-1], list(Stay)[:4]
    places = list(DirectedTo)
    for back in range(WEEKS * 7, 0, -1):
        day = today - timedelta(days=back)
        for number in range(chance.randint(*VISITS_A_DAY) if day.weekday() < 5 else 0):
            group = chance.choices(LANGUAGE_GROUPS, weights=[each.share for each in LANGUAGE_GROUPS])[0]
            asked = {chance.choice(COMMON_TOPICS), chance.choice(list(topics()))}
            facts = VisitFacts(
                point_id=chance.choice(points).id,
                visited_on=day,
                language=group.mother_tongue,
                age_band=chance.choice(ages),
                stay=chance.choice(stays),
                reason=chance.choice(
                    (VisitReason.OWN_MATTER, VisitReason.OWN_MATTER, VisitReason.FAMILY_MEMBER)
                ),
                topics=tuple(sorted(asked)),
                directed_to=(chance.choice(places),),
            )
            record_visit(session, facts, by=by, now=at(day, 10 + number))
