"""Course groups for one who waits: those that suit, and of the near misses what keeps them from it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from enum import StrEnum
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from testing_app.actor import Actor
from testing_app.courses.models import CourseGroup
from testing_app.courses.queries import is_open_to
from testing_app.people.distances import kilometres_from
from testing_app.queue.models import QueueEntry
from testing_app.queue.order import admitted_lines, line_of
from testing_app.queue.queries.entries import get_entry

MOST, MOST_NEAR = 60, 20
"""Groups that are shown, and near misses beside them."""
NEAR_MISS = 2
"""A group with more obstacles than this is not worth telling."""


class Fits(StrEnum):
    """How a group takes the line somebody waits in."""

    EXACT = "exact"
    MIXED = "mixed"
    NOT = "not"


class WhyNot(StrEnum):
    """What keeps a group from suiting."""

    OTHER_TRACK = "other_track"
    OTHER_MODULE = "other_module"
    FULL = "full"
    WINDOW_CLOSED = "window_closed"
    TOO_FAR = "too_far"
    OTHER_DAYS = "other_days"
    TOO_EARLY = "too_early"
    TOO_LATE = "too_late"
    STARTS_TOO_LATE = "starts_too_late"
    STARTS_TOO_EARLY = "starts_too_early"
    ONLINE = "online"
    HAD_PLACE_HERE = "had_place_here"


@dataclass(frozen=True, kw_only=True)
class CourseWish:
    """What suits the person; what is left out does not limit. Weekdays are those they can come, Monday 0."""

    kilometres: float | None = None
    weekdays: frozenset[int] = frozenset()
    not_before: time | None = None
    not_after: time | None = None
    starts_from: date | None = None
    starts_until: date | None = None
    not_online: bool = False


ANYTHING = CourseWish()


@dataclass(frozen=True, kw_only=True)
class SuitableGroup:
    """A group, its free places and distance, how it fits, and why not when it does not."""

    group: CourseGroup
    free: int
    kilometres: float | None
    starts_on: date
    fits: Fits
    why_not: tuple[WhyNot, ...]

    @property
    def suits(self) -> bool:
        """Whether a place may be held here as the person wishes."""
        return not self.why_not


def suitable_groups(
    session: Session, entry_id: UUID, *, viewer: Actor, wish: CourseWish = ANYTHING, today: date
) -> Sequence[SuitableGroup]:
    """Groups that suit first (exact before mixed, then by start and distance), then the near misses."""
    entry = get_entry(session, entry_id, viewer=viewer)
    groups = cast(Sequence[CourseGroup], session.execute(_coming(entry, viewer, today)).all())
    lengths = kilometres_from(session, entry.candidate.post_code, {group.post_code for group in groups})
    judged = [
        _judged(entry, group, None if group.online else lengths.get(group.post_code), wish, today)
        for group in groups
    ]
    suit = [each for each in judged if each.suits]
    near = [each for each in judged if 0 < len(each.why_not) <= NEAR_MISS]
    shown = [*sorted(suit, key=_order)[:MOST], *sorted(near, key=_order)[:MOST_NEAR]]
    whole = _whole_groups(session, [each.group.id for each in shown])
    return [replace(each, group=whole[each.group.id]) for each in shown]


def _whole_groups(session: Session, ids: Sequence[UUID]) -> dict[UUID, CourseGroup]:
    query = sa.select(CourseGroup).where(CourseGroup.id.in_(ids)).options(joinedload(CourseGroup.provider))
    return {group.id: group for group in session.scalars(query)}


def _order(each: SuitableGroup) -> tuple[bool, bool, int, bool, date, float]:
    """Groups for other people come last; what has fewer obstacles, fits exactly, starts sooner, first."""
    far = each.kilometres if each.kilometres is not None else 0.0
    others = WhyNot.OTHER_TRACK in each.why_not, WhyNot.OTHER_MODULE in each.why_not
    return *others, len(each.why_not), each.fits is not Fits.EXACT, each.starts_on, far


JUDGED_BY = (
    CourseGroup.id,
    CourseGroup.language_tested,
    CourseGroup.track,
    CourseGroup.module,
    CourseGroup.also_admits,
    CourseGroup.entry_from,
    CourseGroup.entry_until,
    CourseGroup.starts_on,
    CourseGroup.weekdays,
    CourseGroup.begins_at,
    CourseGroup.finishes_at,
    CourseGroup.online,
    CourseGroup.post_code,
    CourseGroup.capacity,
    CourseGroup.taken,
)
"""What a group is judged by: of the hundreds that are coming only the few that are shown are read whole."""


def _coming(entry: QueueEntry, viewer: Actor, today: date) -> sa.Select[Any]:
    return (
        sa.select(*JUDGED_BY)
        .where(
            CourseGroup.published_at.is_not(None),
            CourseGroup.cancelled_at.is_(None),
            CourseGroup.language_tested == entry.language_tested,
            CourseGroup.ends_on >= today,
            is_open_to(viewer.organisation_id),
        )
        .order_by(CourseGroup.starts_on, CourseGroup.id)
    )


def _judged(
    entry: QueueEntry, group: CourseGroup, distance: float | None, wish: CourseWish, today: date
) -> SuitableGroup:
    why_not = (*_facts(entry, group, today), *_wishes(group, distance, wish, today))
    return SuitableGroup(
        group=group,
        free=group.capacity - group.taken,
        kilometres=distance,
        starts_on=_start(group, today),
        fits=_fits(entry, group),
        why_not=why_not,
    )


def _start(group: CourseGroup, today: date) -> date:
    """When somebody placed today would begin: a group that runs is joined now."""
    return max(group.starts_on, group.entry_from, today)


def _fits(entry: QueueEntry, group: CourseGroup) -> Fits:
    line = line_of(entry)
    own, *others = admitted_lines(group)
    if line == own:
        return Fits.EXACT
    return Fits.MIXED if line in others else Fits.NOT


def _facts(entry: QueueEntry, group: CourseGroup, today: date) -> Iterator[WhyNot]:
    if _fits(entry, group) is Fits.NOT:
        tracks = {line.track for line in admitted_lines(group)}
        yield WhyNot.OTHER_MODULE if entry.track in tracks else WhyNot.OTHER_TRACK
    if group.taken >= group.capacity:
        yield WhyNot.FULL
    if today > group.entry_until:
        yield WhyNot.WINDOW_CLOSED


def _wishes(group: CourseGroup, distance: float | None, wish: CourseWish, today: date) -> Iterator[WhyNot]:
    if group.online and wish.not_online:
        yield WhyNot.ONLINE
    if wish.kilometres is not None and distance is not None and distance > wish.kilometres:
        yield WhyNot.TOO_FAR
    if wish.weekdays and not set(group.weekdays) <= wish.weekdays:
        yield WhyNot.OTHER_DAYS
    if wish.not_before and group.begins_at and group.begins_at < wish.not_before:
        yield WhyNot.TOO_EARLY
    if wish.not_after and group.finishes_at and group.finishes_at > wish.not_after:
        yield WhyNot.TOO_LATE
    start = _start(group, today)
    if wish.starts_from and start < wish.starts_from:
        yield WhyNot.STARTS_TOO_EARLY
    if wish.starts_until and start > wish.starts_until:
        yield WhyNot.STARTS_TOO_LATE
