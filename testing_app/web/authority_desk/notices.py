"""Notices from training providers: read, acted on, acknowledged; and where nobody said who started."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from testing_app.clock import now, today
from testing_app.errors import Conflict
from testing_app.queue import actions
from testing_app.queue.queries import DueRow, notices_of, silent_starts
from testing_app.vocabulary import SKILL_PARTS
from testing_app.web.course_words import course_word, line_in_words
from testing_app.web.current import current_actor
from testing_app.web.units import disclosure, transaction
from testing_app.web.words import level_word, word

notices = Blueprint("notices", __name__, url_prefix="/authority/notices", template_folder="templates")


@dataclass(frozen=True, kw_only=True)
class NoticeRow:
    """One notice with what it says in words."""

    notice: Any
    lines: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class SilentGroup:
    """A course that should have begun, with how many of the authority's people nobody said anything about."""

    group: Any
    waiting: int
    contact: str


@notices.get("")
def listing() -> ResponseReturnValue:
    """What waits for an acknowledgement, the oldest first; or everything, the newest first."""
    actor, moment = current_actor(), now()
    only_open = request.args.get("show") != "all"
    with disclosure() as session:
        page = notices_of(
            session, viewer=actor, only_open=only_open, page=request.args.get("page", 1, type=int)
        )
        if page.rows:
            actions.record_notices(session, [each.id for each in page.rows], viewer=actor, now=moment)
        return render_template(
            "authority_desk/notices.html",
            page=page,
            rows=[NoticeRow(notice=each, lines=_lines(each)) for each in page.rows],
            only_open=only_open,
            silent=_silent(silent_starts(session, viewer=actor, today=today())),
        )


@notices.post("/<uuid:notice_id>/acknowledge")
def acknowledge(notice_id: UUID) -> ResponseReturnValue:
    """Somebody has acted on it."""
    try:
        with transaction() as session:
            actions.acknowledge_notice(session, notice_id, by=current_actor(), now=now())
    except Conflict:
        flash(_("A colleague has already acknowledged this notice."), "info")
    else:
        flash(_("Acknowledged."), "good")
    return redirect(url_for(".listing"), 303)


def _silent(due: Sequence[DueRow]) -> list[SilentGroup]:
    groups = {row.group.id: row.group for row in due}
    return [
        SilentGroup(
            group=group,
            waiting=sum(row.group.id == id for row in due),
            contact=", ".join(filter(None, [group.contact_name, group.contact_phone])),
        )
        for id, group in groups.items()
    ]


def _lines(notice: Any) -> list[str]:
    """Everything a notice says beside its kind and day."""
    found = []
    if notice.reason:
        found.append(_("Reason: %(reason)s", reason=course_word(notice.reason)))
    if notice.fit:
        found.append(course_word(notice.fit))
    levels = [
        f"{word(part)} {level_word(notice.end_levels[part.value])}"
        for part in SKILL_PARTS
        if part.value in notice.end_levels
    ]
    if levels:
        found.append(_("Levels at the end: %(levels)s", levels=", ".join(levels)))
    if notice.further_plan:
        found.append(_("Further plan: %(plan)s", plan=course_word(notice.further_plan)))
    if notice.further_track:
        language = notice.place.group.language_tested.value
        found.append(line_in_words(notice.further_track, notice.further_module, language, on=today()))
    return found
