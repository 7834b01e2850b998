"""Statistics of the advice register: visits by topic, language, age and place; none says whose."""

from collections import defaultdict
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.advice.models import AdvicePoint, AdviceVisit
from testing_app.advice.topics import topics
from testing_app.bookings.models import Referral
from testing_app.people.mother_tongue_groups import mother_tongue_group
from testing_app.statistics.asking import Cut, Population, Question, counted, seen, seen_alone
from testing_app.statistics.tables import Key, Measure, Table, TableName, table_alone, table_of
from testing_app.vocabulary import AgeBand, DirectedTo, OrganisationKind, Stay, VisitReason


def _of_services_that_refer(authority: UUID) -> Any:
    """An authority sees the visits to the services that refer to it."""
    services = sa.select(Referral.service_id).where(
        Referral.authority_id == authority, Referral.service_id.is_not(None)
    )
    return AdviceVisit.organisation_id.in_(services.distinct())


VISITS = Population(
    source=sa.inspect(AdviceVisit).local_table,
    day=AdviceVisit.visited_on,
    owners={
        OrganisationKind.EMPLOYMENT_AUTHORITY: _of_services_that_refer,
        OrganisationKind.GUIDANCE_SERVICE: AdviceVisit.organisation_id,
    },
    cuts={Cut.LANGUAGE: AdviceVisit.language, Cut.POINT: AdviceVisit.point_id},
)


def visits_tables(session: Session, question: Question, *, today: date) -> list[Table]:
    """Every table about visits that this viewer may see for this question."""
    if not VISITS.serves(question):
        return []
    tables = [
        _several(session, question, TableName.TOPICS, AdviceVisit.topics, list(topics())),
        _several(session, question, TableName.DIRECTED_TO, AdviceVisit.directed_to, list(DirectedTo)),
    ]
    if question.by is not Cut.LANGUAGE:
        tables.append(_languages(session, question))
    tables += [
        _one(session, question, TableName.AGE_BANDS, AdviceVisit.age_band, [each.value for each in AgeBand]),
        _one(session, question, TableName.STAYS, AdviceVisit.stay, [each.value for each in Stay]),
        _one(
            session,
            question,
            TableName.VISIT_REASONS,
            AdviceVisit.reason,
            [each.value for each in VisitReason],
        ),
    ]
    if question.by is not Cut.POINT:
        tables.append(_points(session, question))
    return tables


def _several(session: Session, question: Question, name: TableName, column: Any, codes: list[str]) -> Table:
    """A list of codes in each visit: a visit may count in several rows, so there is no total."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    listed = sa.func.json_each(column) if is_sqlite else sa.func.jsonb_array_elements_text(column)
    each = listed.table_valued("value", name="each")
    found = counted(session, VISITS.joined((each, sa.true())), question, each.c.value)
    cells: dict[tuple[Key, str], int] = {((str(code),), cut): number for (code, cut), number in found.items()}
    gone = sorted({str(key[0]) for key, _ in cells} - set(codes))
    keys: list[Key] = [(code,) for code in [*codes, *gone]]
    return table_alone(name, seen_alone(cells, question), measure=Measure.VISITS, keys=keys)


def _one(session: Session, question: Question, name: TableName, column: Any, codes: list[str]) -> Table:
    found = counted(session, VISITS, question, column)
    cells: dict[tuple[Key, str], int] = {((str(code),), cut): number for (code, cut), number in found.items()}
    keys: list[Key] = [(code,) for code in codes]
    return table_of(name, seen(cells, question), measure=Measure.VISITS, keys=keys)


def _languages(session: Session, question: Question) -> Table:
    """Languages by group, the most common first."""
    found = counted(session, VISITS, question, AdviceVisit.language)
    cells: dict[tuple[Key, str], int] = defaultdict(int)
    for (language, cut), number in found.items():
        cells[(mother_tongue_group(language),), cut] += number
    shown = seen(cells, question)
    keys = sorted(shown.numbers, key=lambda key: (-(shown.numbers[key] or 0), str(key)))
    return table_of(TableName.VISIT_LANGUAGES, shown, measure=Measure.VISITS, keys=keys)


def _points(session: Session, question: Question) -> Table:
    """Each point by its name."""
    named = VISITS.joined((AdvicePoint, AdvicePoint.id == AdviceVisit.point_id))
    found = counted(session, named, question, AdvicePoint.name)
    cells: dict[tuple[Key, str], int] = {((name,), cut): number for (name, cut), number in found.items()}
    return table_of(TableName.POINTS, seen(cells, question), measure=Measure.VISITS)
