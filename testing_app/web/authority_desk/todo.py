"""The officer's first page: what waits, counted, each line a way to where it is done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import Blueprint, current_app, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from testing_app.actor import Actor
from testing_app.applications import queries as applications
from testing_app.audit.actions import record
from testing_app.audit.events import Event
from testing_app.bookings import unseated, waiting
from testing_app.bookings.absences import count_to_follow_up
from testing_app.clock import now, today
from testing_app.inbox.queries import InboxFilter, inbox_of
from testing_app.people.candidates.viewing import record_search
from testing_app.post.queries import count_open_calls
from testing_app.queue import worklist
from testing_app.queue.queries import silent_starts
from testing_app.queue.worklist import Show
from testing_app.vocabulary import ApplicationState
from testing_app.web.current import current_actor
from testing_app.web.placement_words import place_in_words, rule_set_in_force
from testing_app.web.units import disclosure, reading

todo = Blueprint("todo", __name__, url_prefix="/authority/todo", template_folder="templates")


@dataclass(frozen=True, kw_only=True)
class Task:
    """One kind of work, how much of it there is, and where it is done."""

    number: int
    what: str
    url: str
    hint: str = ""
    urgent: str = ""


@todo.get("")
def show() -> ResponseReturnValue:
    """Numbers only: nobody is named here."""
    with reading() as session:
        tasks = list(_tasks(session, current_actor(), today=today(), moment=now()))
    waiting = [task for task in tasks if task.number]
    return render_template(
        "authority_desk/todo.html",
        waiting=sorted(waiting, key=lambda task: not task.urgent),
        done=[task for task in tasks if not task.number],
    )


def _tasks(session: Any, actor: Actor, *, today: date, moment: datetime) -> Iterator[Task]:
    yield from _seats(session, actor)
    yield from _results(session, actor, moment=moment)
    yield from _queues(session, actor, today=today, moment=moment)
    yield from _courses(session, actor, today=today)


def _seats(session: Any, actor: Actor) -> Iterator[Task]:
    offers = len(waiting.open_offers(session, viewer=actor))
    yield Task(
        number=offers,
        what=_("Offered seats to answer"),
        url=url_for("waiting.listing"),
        urgent=_("has a deadline") if offers else "",
    )
    yield Task(
        number=unseated.count_unseated(session, viewer=actor),
        what=_("Referrals without a seat"),
        url=url_for(".without_seat"),
    )
    yield Task(
        number=count_to_follow_up(session, viewer=actor),
        what=_("People who did not come to the test: what follows?"),
        url=url_for("absences.listing"),
    )
    yield Task(
        number=count_open_calls(session, viewer=actor),
        what=_("People to call"),
        url=url_for("calls.listing"),
    )
    if "applications.listing" in current_app.view_functions:
        yield Task(
            number=applications.counts_of(session, viewer=actor)[ApplicationState.NEW],
            what=_("New applications"),
            url=url_for("applications.listing"),
        )


def _results(session: Any, actor: Actor, *, moment: datetime) -> Iterator[Task]:
    unread = inbox_of(session, viewer=actor, show=InboxFilter.OPEN).counts
    yield Task(
        number=unread[InboxFilter.OPEN],
        what=_("Results to read and acknowledge"),
        url=url_for("inbox.show_inbox"),
    )
    yield Task(
        number=worklist.undecided_count(session, viewer=actor, now=moment),
        what=_("Results without a decision about a course"),
        url=url_for(".undecided"),
    )


def _queues(session: Any, actor: Actor, *, today: date, moment: datetime) -> Iterator[Task]:
    counts = worklist.counts(session, viewer=actor, today=today)
    ending = worklist.holds_running_out(session, viewer=actor, now=moment)
    yield Task(
        number=counts[Show.HELD],
        what=_("Held course places to confirm"),
        hint=ngettext(
            "%(num)d of them was passed on from somebody else",
            "%(num)d of them were passed on from somebody else",
            counts[Show.PASSED_ON],
        )
        if counts[Show.PASSED_ON]
        else "",
        urgent=ngettext("%(num)d ends within a day", "%(num)d end within a day", ending) if ending else "",
        url=url_for("course_queue.listing", show=Show.HELD.value),
    )
    yield Task(
        number=counts[Show.PROPOSED],
        what=_("Proposed queues to confirm"),
        url=url_for("course_queue.listing", show=Show.PROPOSED.value),
    )
    yield Task(
        number=counts[Show.EXPIRING],
        what=_("People who wait with a result that grows old"),
        url=url_for("course_queue.listing", show=Show.EXPIRING.value),
    )


def _courses(session: Any, actor: Actor, *, today: date) -> Iterator[Task]:
    yield Task(
        number=worklist.notices_open(session, viewer=actor),
        what=_("Notices from training providers to acknowledge"),
        url=url_for("notices.listing"),
    )
    silent = {row.group.id for row in silent_starts(session, viewer=actor, today=today)}
    yield Task(
        number=len(silent),
        what=_("Courses of which nobody has said who started"),
        url=url_for("notices.listing"),
    )


@todo.get("/referrals")
def without_seat() -> ResponseReturnValue:
    """Open referrals with neither a seat nor a place on a waiting list, the oldest first."""
    actor = current_actor()
    with disclosure() as session:
        rows = unseated.unseated_referrals(session, viewer=actor)
        if rows:
            record_search(session, [], found=len(rows), shown=len(rows), by=actor, now=now())
        return render_template("authority_desk/without_seat.html", rows=rows)


@todo.get("/results")
def undecided() -> ResponseReturnValue:
    """Acknowledged results of which nobody has decided about a course, the oldest test first."""
    actor = current_actor()
    with disclosure() as session:
        rows = worklist.undecided_results(session, viewer=actor, now=now())
        if rows:
            record(
                session,
                Event.INBOX_VIEWED,
                by=actor,
                now=now(),
                subject=("inbox", actor.organisation_id),
                details={"undecided": len(rows)},
            )
    return render_template(
        "authority_desk/undecided.html",
        rows=[(row, _place(row)) for row in rows],
    )


def _place(row: worklist.Undecided) -> str:
    return place_in_words(row.track, row.module, rule_set_in_force(today(), row.language_tested.value))
