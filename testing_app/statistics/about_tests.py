"""Statistics of tests: who came, what was recommended, how suggestions were followed, how long it took."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.bookings.models import Booking, Occasion, Referral
from testing_app.people.models import Candidate
from testing_app.placements.models import Recommendation, StoredSuggestion
from testing_app.placements.queries import UNDECIDED
from testing_app.results.models import SignedResult
from testing_app.sittings.models import Sitting
from testing_app.statistics.asking import (
    Cut,
    Population,
    Question,
    counted,
    day_of,
    days_between,
    in_slice,
    seen,
    seen_alone,
    seen_by_month,
)
from testing_app.statistics.bins import TO_A_TEST, in_bins
from testing_app.statistics.seats import seats_table
from testing_app.statistics.tables import (
    Key,
    Measure,
    Table,
    TableName,
    TableRow,
    spread_of,
    table_alone,
    table_of,
)
from testing_app.vocabulary import AbsenceReason, BookingState, OrganisationKind

CAME = (BookingState.ARRIVED, BookingState.NO_SHOW, BookingState.CANCELLED)
AGREEING, DEVIATING, LEFT = "agreeing", "deviating", "left"


def _referred_by(organisation: UUID) -> Any:
    sittings = sa.select(Sitting.id).join(Referral, Referral.id == Sitting.referral_id)
    return SignedResult.sitting_id.in_(sittings.where(Referral.service_id == organisation))


BOOKINGS = Population(
    source=sa.join(Booking, Occasion, Occasion.id == Booking.occasion_id).join(
        Referral, Referral.id == Booking.referral_id
    ),
    day=Occasion.held_on,
    owners={
        OrganisationKind.EMPLOYMENT_AUTHORITY: Referral.authority_id,
        OrganisationKind.TEST_CENTRE: Occasion.centre_id,
        OrganisationKind.GUIDANCE_SERVICE: Referral.service_id,
    },
    cuts={
        Cut.AREA: Candidate.municipality,
        Cut.CENTRE: Occasion.centre_id,
        Cut.LANGUAGE: Candidate.mother_tongue,
    },
    conditions=(Booking.state.in_(CAME),),
    language_tested=Occasion.language_tested,
    people=(Candidate, Candidate.id == Booking.candidate_id),
)
RESULTS = Population(
    source=sa.inspect(SignedResult).local_table,
    day=SignedResult.tested_on,
    owners={
        OrganisationKind.EMPLOYMENT_AUTHORITY: SignedResult.authority_id,
        OrganisationKind.TEST_CENTRE: SignedResult.centre_id,
        OrganisationKind.GUIDANCE_SERVICE: _referred_by,
    },
    cuts={
        Cut.AREA: Candidate.municipality,
        Cut.CENTRE: SignedResult.centre_id,
        Cut.LANGUAGE: Candidate.mother_tongue,
    },
    conditions=(SignedResult.superseded_at.is_(None),),
    language_tested=SignedResult.language_tested,
    people=(Candidate, Candidate.id == SignedResult.candidate_id),
)


def tests_tables(session: Session, question: Question, *, today: date) -> list[Table]:
    """Every table about tests that this viewer may see for this question."""
    if not RESULTS.serves(question):
        return []
    tables = [
        *_attendance(session, question),
        _recommended(session, question),
        _agreement(session, question),
        _referral_to_test(session, question),
    ]
    if question.by is Cut.WHOLE:
        tables += [_by_month(session, question), seats_table(session, question, today=today)]
    return tables


def _attendance(session: Session, question: Question) -> Sequence[Table]:
    """Seats by what became of them (no total: each number stands alone), and why people did not come."""
    found = counted(session, BOOKINGS, question, Booking.state, Booking.reason)
    states: dict[tuple[Any, str], int] = {}
    reasons: dict[tuple[Any, str], int] = {}
    for ((state, reason), cut), number in found.items():
        states[(state.value,), cut] = states.get(((state.value,), cut), 0) + number
        if state is BookingState.NO_SHOW:
            key = ((reason or AbsenceReason.UNKNOWN).value,)
            reasons[key, cut] = reasons.get((key, cut), 0) + number
    attendance = table_alone(
        TableName.ATTENDANCE,
        seen_alone(states, question),
        measure=Measure.PEOPLE,
        keys=[(state.value,) for state in CAME],
    )
    because = table_of(
        TableName.ABSENCE_REASONS,
        seen(reasons, question),
        measure=Measure.PEOPLE,
        keys=[(reason.value,) for reason in AbsenceReason],
    )
    return [attendance, because]


def _recommended(session: Session, question: Question) -> Table:
    found = counted(session, RESULTS, question, SignedResult.track, SignedResult.module)
    return table_of(TableName.RECOMMENDED, seen(found, question), measure=Measure.RESULTS)


def _agreement(session: Session, question: Question) -> Table:
    outcome = sa.case(
        (StoredSuggestion.track == UNDECIDED, LEFT), (Recommendation.agrees, AGREEING), else_=DEVIATING
    )
    joined = RESULTS.joined(
        (Recommendation, Recommendation.id == SignedResult.recommendation_id),
        (StoredSuggestion, StoredSuggestion.id == Recommendation.suggestion_id),
    )
    found = counted(session, joined, question, outcome)
    cells: dict[tuple[Key, str], int] = {
        ((outcome,), cut): number for (outcome, cut), number in found.items()
    }
    keys = [(AGREEING,), (DEVIATING,), (LEFT,)]
    return table_of(TableName.AGREEMENT, seen(cells, question), measure=Measure.RESULTS, keys=keys)


def _referral_to_test(session: Session, question: Question) -> Table:
    """Never mixed with the waiting time, which begins with the test."""
    joined = RESULTS.joined(
        (Sitting, Sitting.id == SignedResult.sitting_id), (Referral, Referral.id == Sitting.referral_id)
    )
    days = days_between(day_of(Referral.written_at), SignedResult.tested_on)
    found = counted(session, joined, question, days)
    shown = seen(in_bins(found, TO_A_TEST), question)
    return table_of(
        TableName.REFERRAL_TO_TEST,
        shown,
        measure=Measure.RESULTS,
        keys=TO_A_TEST.keys,
        spread=spread_of(in_slice(found, question) if shown.total is not None else {}),
    )


def _by_month(session: Session, question: Question) -> Table:
    found = counted(session, RESULTS, question.cut(Cut.MONTH, "1"), sa.literal_column("''"))
    months = seen_by_month(found)
    rows = [
        TableRow(key=(str(month),), numbers=(months[str(month)].total if str(month) in months else 0,))
        for month in range(1, 13)
    ]
    return Table(name=TableName.TESTS_BY_MONTH, columns=(Measure.RESULTS,), rows=rows)
