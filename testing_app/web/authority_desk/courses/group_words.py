"""Suitable groups in the reader's words, and the wish they were narrowed by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import Any
from uuid import UUID

from flask_babel import gettext as _

from testing_app.queue.queries import CourseWish, Fits, SuitableGroup
from testing_app.web.authority_desk.courses.forms import DAYTIME, EVENING, ON_SITE, ONLINE, WishForm
from testing_app.web.course_words import course_word

DAY_ENDS, EVENING_BEGINS = time(17), time(15)


@dataclass(frozen=True, kw_only=True)
class GroupRow:
    """One group as the page shows it; `why_not` is empty where a place may be held."""

    group: Any
    free: int
    distance: str
    is_mixed: bool
    why_not: Sequence[str]


def wish_of(form: WishForm | None) -> CourseWish:
    """What was asked for; everything when the form could not be read."""
    if form is None:
        return CourseWish()
    return CourseWish(
        kilometres=float(form.kilometres.data) if form.kilometres.data is not None else None,
        starts_until=form.starts_by.data,
        not_after=DAY_ENDS if form.hours.data == DAYTIME else None,
        not_before=EVENING_BEGINS if form.hours.data == EVENING else None,
        not_online=form.place.data == ON_SITE,
    )


def rows_in_words(
    found: Sequence[SuitableGroup], *, without: UUID | None, place: str
) -> tuple[list[GroupRow], list[GroupRow]]:
    """The groups that suit, and those that do not with the reasons; the one the person is in is left out."""
    rows = [
        _row(each) for each in found if each.group.id != without and (place != ONLINE or each.group.online)
    ]
    return [row for row in rows if not row.why_not], [row for row in rows if row.why_not]


def _row(each: SuitableGroup) -> GroupRow:
    far = each.kilometres
    if each.group.online:
        distance = str(_("online"))
    else:
        distance = "–" if far is None else str(_("%(number)s km", number=round(far)))
    return GroupRow(
        group=each.group,
        free=each.free,
        distance=distance,
        is_mixed=each.fits is Fits.MIXED,
        why_not=[course_word(reason) for reason in each.why_not],
    )
