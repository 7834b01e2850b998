"""The four subjects of statistics: who may ask about which, what can be cut how, and the tables of each."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.advice.models import AdvicePoint
from testing_app.people.models import Organisation
from testing_app.statistics.about_courses import STARTS, courses_tables
from testing_app.statistics.about_tests import RESULTS, tests_tables
from testing_app.statistics.about_visits import VISITS, visits_tables
from testing_app.statistics.about_waits import FIRST_STARTS, QUEUE, waits_tables
from testing_app.statistics.asking import Cut, Population, Question, limits, slice_of
from testing_app.statistics.tables import Table
from testing_app.vocabulary import OrganisationKind


class Subject(StrEnum):
    """What a page of statistics is about."""

    TESTS = "tests"
    WAITS = "waits"
    COURSES = "courses"
    VISITS = "visits"


SUBJECTS_OF: Mapping[OrganisationKind, Sequence[Subject]] = {
    OrganisationKind.EMPLOYMENT_AUTHORITY: tuple(Subject),
    OrganisationKind.TEST_CENTRE: (Subject.TESTS,),
    OrganisationKind.TRAINING_PROVIDER: (Subject.WAITS, Subject.COURSES),
    OrganisationKind.GUIDANCE_SERVICE: (Subject.TESTS, Subject.VISITS),
}
"""An authority's planner sees its own people; a centre, provider or service those it met."""

_TABLES: Mapping[Subject, Callable[..., list[Table]]] = {
    Subject.TESTS: tests_tables,
    Subject.WAITS: waits_tables,
    Subject.COURSES: courses_tables,
    Subject.VISITS: visits_tables,
}
_POPULATIONS: Mapping[Subject, Sequence[Population]] = {
    Subject.TESTS: (RESULTS,),
    Subject.WAITS: (FIRST_STARTS, QUEUE),
    Subject.COURSES: (STARTS,),
    Subject.VISITS: (VISITS,),
}
_OWN_CUT = {
    OrganisationKind.TEST_CENTRE: Cut.CENTRE,
    OrganisationKind.TRAINING_PROVIDER: Cut.PROVIDER,
}
"""A cut that would give the whole again."""


def statistics_of(session: Session, subject: Subject, question: Question, *, today: date) -> list[Table]:
    """The tables of a subject for this question, small numbers hidden; none where it is not the viewer's."""
    if subject not in SUBJECTS_OF.get(question.viewer.organisation_kind, ()):
        return []
    return _TABLES[subject](session, question, today=today)


def slices_offered(
    session: Session, subject: Subject, question: Question
) -> dict[Cut, list[tuple[str, str]]]:
    """The slices of the year that can be asked about besides quarters and months: value and name."""
    found: dict[Cut, set[str]] = defaultdict(set)
    for population in _POPULATIONS[subject]:
        if question.viewer.organisation_kind in population.owners:
            _collect(session, population, question, found)
    found.pop(_OWN_CUT.get(question.viewer.organisation_kind, Cut.WHOLE), None)
    names = _names(session, [*found[Cut.CENTRE], *found[Cut.PROVIDER]], [*found[Cut.POINT]])
    return {
        cut: sorted(((value, names.get(value, value)) for value in values if value), key=lambda each: each[1])
        for cut, values in found.items()
        if values - {""}
    }


def _collect(
    session: Session, population: Population, question: Question, found: dict[Cut, set[str]]
) -> None:
    """Every value there is of every cut; one query."""
    cuts = list(population.cuts)
    source = population.source
    if population.people is not None:
        table, on = population.people
        source = source.join(table, on)
    columns = [population.cuts[cut] for cut in cuts]
    query = sa.select(*columns).select_from(source).where(*limits(population, question)).distinct()
    for values in session.execute(query):
        for cut, value in zip(cuts, values, strict=True):
            found[cut].add(slice_of(question.cut(cut), value))


def _names(session: Session, organisations: Sequence[str], points: Sequence[str]) -> dict[str, str]:
    names: dict[str, str] = {}
    for model, ids in ((Organisation, organisations), (AdvicePoint, points)):
        if ids:
            wanted: Any = model
            query = sa.select(wanted.id, wanted.name).where(wanted.id.in_([UUID(each) for each in ids]))
            names |= {str(id_): name for id_, name in session.execute(query)}
    return names
