"""Changes sittings: opens one, records what was entered or read from a sheet, notes who has it open."""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.sql.base import Executable

from testing_app.actor import Actor
from testing_app.audit.actions import record
from testing_app.audit.events import Event
from testing_app.bookings.models import Booking, Occasion
from testing_app.errors import Conflict, Invalid, NotFound
from testing_app.items.models import FormVersion
from testing_app.items.queries import forms_in_force
from testing_app.persistence.base import Base
from testing_app.sittings.entries import (
    BackgroundEntry,
    BatteryEntry,
    PartEntry,
    fingerprint,
    values_of_background,
    values_of_part,
)
from testing_app.sittings.models import Background, BatteryOpening, Sitting, SittingPart
from testing_app.sittings.queries import (
    find_sitting_of_booking,
    has_entries,
    is_open_for_scores,
    lock_sitting,
)
from testing_app.sittings.scoring import part_problems, score_of
from testing_app.vocabulary import BookingState, Part, PartState

BACKGROUND = "background"
OPENINGS = Base.metadata.tables[BatteryOpening.__tablename__]


def open_sitting(session: Session, booking_id: UUID, *, by: Actor, now: datetime) -> Sitting:
    """The sitting of a booking, made when there is none yet; only for a candidate who has arrived.

    One sitting spans the visits of a referral: at a later visit the one begun before goes on.
    """
    query = (
        sa.select(Booking)
        .join(Booking.occasion)
        .where(Booking.id == booking_id, Occasion.centre_id == by.organisation_id)
        .options(joinedload(Booking.occasion), joinedload(Booking.referral))
        .with_for_update(of=Booking)
    )
    booking = session.scalar(query)
    if booking is None:
        raise NotFound("no_such_booking")
    found = session.scalars(sa.select(Sitting).where(Sitting.booking_id == booking_id)).unique().one_or_none()
    if found is not None:
        return _moved_with_booking(found, booking)
    if booking.state is not BookingState.ARRIVED:
        raise Conflict("not_checked_in")
    begun = session.scalars(_begun_earlier(booking)).unique().first()
    if begun is not None:
        return _moved_with_booking(begun, booking)
    sitting = _new_sitting(booking, by, now)
    session.add(sitting)
    session.flush()
    record(
        session,
        Event.SITTING_OPENED,
        by=by,
        now=now,
        subject=("sitting", sitting.id),
        candidate_id=sitting.candidate_id,
    )
    return sitting


def record_scores(
    session: Session, sitting_id: UUID, *, entry: BatteryEntry, by: Actor, now: datetime
) -> frozenset[str]:
    """Store what one person changed; gives the codes of the parts written, and `background`.

    All or nothing. Raises `Conflict` `battery_is_signed`; `Conflict` `changed_meanwhile` with the `parts`
    that somebody else has changed since this person opened them; `Invalid` with the problems by field
    (`<part>-<field>`).
    """
    sitting = lock_sitting(session, sitting_id, viewer=by)
    if not is_open_for_scores(sitting):
        raise Conflict("battery_is_signed")
    clashes = clashing(sitting, entry)
    if clashes:
        raise Conflict("changed_meanwhile", parts=clashes)
    forms = forms_in_force(session, sitting.language_tested, sitting.tested_on)
    problems = entry_problems(sitting, entry, forms)
    if problems:
        raise Invalid(problems)
    written = _write(sitting, entry, forms, by, now)
    try:
        session.flush()
    except StaleDataError as stale:
        raise Conflict("changed_meanwhile", parts=tuple(sorted(written))) from stale
    if written:
        _record_change(session, sitting, written, by, now)
    return frozenset(written)


def clashing(sitting: Sitting, entry: BatteryEntry) -> tuple[str, ...]:
    """The parts of the entry (and `background`) whose stored version is not the one that was on screen."""
    rows = {row.part: row for row in sitting.parts}
    clashes = [one.part.value for one in entry.parts if _clashes(rows[one.part], one)]
    return tuple(clashes + [BACKGROUND] * _clashes(sitting.background, entry.background))


def entry_problems(
    sitting: Sitting, entry: BatteryEntry, forms: Mapping[Part, FormVersion]
) -> dict[str, list[str]]:
    """Codes of everything wrong with an entry, by `<part>-<field>`."""
    rows = {row.part: row for row in sitting.parts}
    return {
        f"{one.part}-{field}": codes
        for one in entry.parts
        for field, codes in part_problems(one.values, row=rows[one.part], version=forms.get(one.part)).items()
    }


def note_opening(session: Session, sitting: Sitting, *, by: Actor, now: datetime) -> None:
    """Note that this account has the battery on screen, so that others see it."""
    values = {"sitting_id": sitting.id, "account_id": by.account_id, "opened_at": now}
    session.execute(_opening_on(session.get_bind().dialect.name), values)


@cache
def _opening_on(dialect: str) -> Executable:
    insert = (sqlite.insert if dialect == "sqlite" else postgresql.insert)(OPENINGS)
    keys = [OPENINGS.c.sitting_id, OPENINGS.c.account_id]
    return insert.on_conflict_do_update(index_elements=keys, set_={"opened_at": insert.excluded.opened_at})


def refuse_with_scores(session: Session, booking_id: UUID, *, by: Actor) -> None:
    """`Conflict` when something has been entered for the booking's sitting, so its arrival must stay."""
    sitting = find_sitting_of_booking(session, booking_id, viewer=by)
    if sitting is not None and has_entries(sitting):
        raise Conflict("sitting_has_scores")


def _begun_earlier(booking: Booking) -> sa.Select[Sitting]:
    """The open sitting of another visit of the same referral, at this centre or still without an entry."""
    return (
        sa.select(Sitting)
        .where(
            Sitting.referral_id == booking.referral_id,
            Sitting.signed_at.is_(None),
            Sitting.booking_id != booking.id,
            sa.or_(
                Sitting.centre_id == booking.occasion.centre_id,
                ~sa.exists().where(SittingPart.sitting_id == Sitting.id, SittingPart.changed_at.is_not(None))
                & ~sa.exists().where(Background.sitting_id == Sitting.id, Background.changed_at.is_not(None)),
            ),
        )
        .order_by(Sitting.opened_at, Sitting.id)
    )


def _moved_with_booking(sitting: Sitting, booking: Booking) -> Sitting:
    """A sitting belongs to the day of this seat, as long as nothing was entered for an earlier one."""
    if not has_entries(sitting):
        sitting.booking_id = booking.id
        sitting.tested_on = booking.occasion.held_on
        sitting.centre_id = booking.occasion.centre_id
    return sitting


def _new_sitting(booking: Booking, by: Actor, now: datetime) -> Sitting:
    return Sitting(
        booking_id=booking.id,
        candidate_id=booking.candidate_id,
        referral_id=booking.referral_id,
        centre_id=booking.occasion.centre_id,
        authority_id=booking.referral.authority_id,
        language_tested=booking.occasion.language_tested,
        tested_on=booking.occasion.held_on,
        opened_by_id=by.account_id,
        opened_at=now,
        parts=[
            SittingPart(part=part, state=PartState.NOT_TAKEN, ratings={}, comment="", form_version=None)
            for part in Part
        ],
        background=Background(hard_life_situation=False, needs_basic_education=False, interview_notes=""),
    )


def _clashes(row: SittingPart | Background, entry: PartEntry | BackgroundEntry | None) -> bool:
    return entry is not None and row.version != entry.version and not _says_the_same(row, entry)


def _says_the_same(row: SittingPart | Background, entry: PartEntry | BackgroundEntry) -> bool:
    if isinstance(row, Background):
        return fingerprint(values_of_background(row)) == fingerprint(entry.values)
    rates = isinstance(entry, PartEntry) and entry.values.ratings is not None
    return fingerprint(values_of_part(row, rater=rates)) == fingerprint(entry.values)


def _write(
    sitting: Sitting, entry: BatteryEntry, forms: Mapping[Part, FormVersion], by: Actor, now: datetime
) -> set[str]:
    rows = {row.part: row for row in sitting.parts}
    written: set[str] = set()
    for one in entry.parts:
        row = rows[one.part]
        if not _says_the_same(row, one):
            _write_part(row, one, forms.get(one.part), by, now)
            written.add(one.part.value)
    background = entry.background
    if background is not None and not _says_the_same(sitting.background, background):
        for name, value in vars(background.values).items():
            setattr(sitting.background, name, value)
        sitting.background.changed_by_id, sitting.background.changed_at = by.account_id, now
        written.add(BACKGROUND)
    return written


def _write_part(
    row: SittingPart, entry: PartEntry, version: FormVersion | None, by: Actor, now: datetime
) -> None:
    score = score_of(entry.values, row=row, version=version)
    row.state, row.comment = entry.values.state, entry.values.comment
    row.source, row.points, row.ratings = score.source, score.points, dict(score.ratings)
    row.level, row.borderline = score.level, score.borderline
    scored = score.points is not None or score.ratings
    row.form_version_id = version.id if version is not None and scored else None
    row.changed_by_id, row.changed_at = by.account_id, now


def _record_change(
    session: Session, sitting: Sitting, written: Collection[str], by: Actor, now: datetime
) -> None:
    record(
        session,
        Event.SCORES_RECORDED,
        by=by,
        now=now,
        subject=("sitting", sitting.id),
        candidate_id=sitting.candidate_id,
        details={"parts": sorted(written)},
    )
