"""The secret addresses under which a centre's occasions can be followed: made, ended, answered."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from testing_app.actor import Actor
from testing_app.audit import actions as audit
from testing_app.audit.events import Event
from testing_app.bookings.models import CalendarFeed, Occasion
from testing_app.errors import Conflict, NotAllowed, NotFound
from testing_app.people.models import Organisation
from testing_app.people.sign_in import token_hash
from testing_app.vocabulary import OrganisationKind

FOLLOWED_BACK = timedelta(days=31)
MOST_FOLLOWED = 1000
MOST_FEEDS = 20


def make_feed(session: Session, *, token: str, by: Actor, now: datetime) -> CalendarFeed:
    """Let the random token open the occasions of the actor's centre; only its hash is kept."""
    if by.organisation_kind is not OrganisationKind.TEST_CENTRE:
        raise NotAllowed("occasion_of_another_centre")
    if len(feeds_of(session, viewer=by)) >= MOST_FEEDS:
        raise Conflict("too_many_calendar_feeds")
    feed = CalendarFeed(
        token_hash=token_hash(token), centre_id=by.organisation_id, made_by_id=by.account_id, made_at=now
    )
    session.add(feed)
    session.flush()
    _record(session, feed, by=by, now=now, made=True)
    return feed


def end_feed(session: Session, hash_of_token: str, *, by: Actor, now: datetime) -> CalendarFeed:
    """The address stops working at once; harmless when repeated."""
    feed = session.get(CalendarFeed, hash_of_token)
    if feed is None or feed.centre_id != by.organisation_id:
        raise NotFound("calendar_feed")
    if feed.ended_at is None:
        feed.ended_at = now
        session.flush()
        _record(session, feed, by=by, now=now, made=False)
    return feed


def feeds_of(session: Session, *, viewer: Actor) -> Sequence[CalendarFeed]:
    """The addresses of the viewer's centre that work, the newest first."""
    query = (
        sa.select(CalendarFeed)
        .where(CalendarFeed.centre_id == viewer.organisation_id, CalendarFeed.ended_at.is_(None))
        .order_by(CalendarFeed.made_at.desc(), CalendarFeed.token_hash)
    )
    return session.scalars(query).all()


def find_followed_centre(session: Session, token: str, *, today: date) -> Organisation | None:
    """The centre whose occasions the token opens, while the address works and the centre exists."""
    return session.scalar(
        sa.select(Organisation)
        .join(CalendarFeed, CalendarFeed.centre_id == Organisation.id)
        .where(
            CalendarFeed.token_hash == token_hash(token),
            CalendarFeed.ended_at.is_(None),
            sa.or_(Organisation.valid_to.is_(None), Organisation.valid_to >= today),
        )
    )


def followed_occasions(session: Session, centre_id: UUID, *, today: date) -> Sequence[Occasion]:
    """What a feed shows: the last month and all that is to come, also what was cancelled."""
    query = (
        sa.select(Occasion)
        .where(Occasion.centre_id == centre_id, Occasion.held_on >= today - FOLLOWED_BACK)
        .order_by(Occasion.held_on, Occasion.starts_at, Occasion.id)
        .limit(MOST_FOLLOWED)
    )
    return session.scalars(query.options(joinedload(Occasion.centre))).all()


def _record(session: Session, feed: CalendarFeed, *, by: Actor, now: datetime, made: bool) -> None:
    audit.record(
        session,
        Event.CALENDAR_FEED_CHANGED,
        by=by,
        now=now,
        subject=("organisation", feed.centre_id),
        details={"made": made},
    )
