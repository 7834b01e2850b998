"""Reminders go out two days before, by every way there is, once, and not when their reason has gone."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from testing_app.audit.models import AuditEntry
from testing_app.bookings.actions import move_seat
from testing_app.bookings.models import Booking
from testing_app.clock import local
from testing_app.post.actions import plan_reminders, retry_reminder
from testing_app.post.actions.reminders import MOST_ATTEMPTS
from testing_app.post.models import Reminder
from testing_app.post.reminding import Reminding
from testing_app.post.transports.gateway import ReminderProblem, ShortMessage
from testing_app.post.transports.sms_file import SmsFolder
from testing_app.vocabulary import BookingState, ReminderChannel, ReminderState, Role
from tests.post.conftest import Post
from tests.world import NOW, TODAY

IN_TWO_DAYS = TODAY + timedelta(days=2)
PHONE, EMAIL = "040 123 4567", "aino@example.org"
WHEN_DUE = NOW + timedelta(hours=2)


class Crash(BaseException):
    """The process ends here: nothing catches it."""


@dataclass
class Gateway:
    """Takes messages as its list says."""

    lots: list[str] = field(default_factory=list)
    taken: list[ShortMessage] = field(default_factory=list)

    def send(self, message: ShortMessage) -> None:
        """One message."""
        lot = self.lots.pop(0) if self.lots else "fine"
        if lot == "crash":
            raise Crash
        if lot == "fault":
            raise RuntimeError(message.to)
        if lot != "fine":
            raise ReminderProblem(lot)
        self.taken.append(message)


def plan(post: Post, *, now: datetime = NOW, **values: Any) -> int:
    with post.database.transaction() as session:
        return plan_reminders(session, now, **values)


def reminders(post: Post) -> list[Reminder]:
    with post.database.reading() as session:
        return list(session.scalars(sa.select(Reminder).order_by(Reminder.channel)))


def send(post: Post, gateway: Gateway, *, now: Callable[[], datetime] = lambda: WHEN_DUE) -> int:
    ways = dict.fromkeys(ReminderChannel, gateway)
    return Reminding(database=post.database, gateways=ways, now=now).send_due()


def one(post: Post, *, held_on: date = IN_TWO_DAYS, **values: Any) -> UUID:
    (booking,) = post.seats({"held_on": held_on, "phone": PHONE, "contact_language": "ru", **values})
    return booking


def test_a_reminder_is_planned_by_every_way_the_candidate_is_reached(post: Post) -> None:
    one(post, email=EMAIL)

    assert plan(post) == 2
    assert plan(post) == 0
    assert [reminder.channel for reminder in reminders(post)] == [ReminderChannel.EMAIL, ReminderChannel.SMS]


def test_only_ways_that_the_installation_has_are_planned(post: Post) -> None:
    one(post, email=EMAIL)

    assert plan(post, channels=[ReminderChannel.SMS]) == 1


@pytest.mark.parametrize(
    "values",
    [
        {"phone": ""},
        {"reads_letters": False},
        {"held_on": TODAY + timedelta(days=3)},
        {"held_on": TODAY},
    ],
)
def test_nobody_is_reminded_without_need_or_means(post: Post, values: dict[str, Any]) -> None:
    one(post, **values)

    assert plan(post) == 0


@pytest.mark.parametrize("hour", range(0, 24, 3))
def test_telephones_stay_silent_at_night(post: Post, hour: int) -> None:
    one(post)

    plan(post, now=NOW.replace(hour=hour))

    (reminder,) = reminders(post)
    assert 8 <= local(reminder.due_at).hour < 20


def test_the_text_names_no_person_place_or_test(post: Post) -> None:
    one(post, email=EMAIL)
    plan(post)
    gateway = Gateway()

    assert send(post, gateway) == 2

    texts = {message.text for message in gateway.taken}
    assert len(texts) == 1
    (text,) = texts
    assert "14.3.2026" in text
    assert not any(word in text for word in ("Testinen", "Aino", "centre", "Testi"))
    assert {message.to for message in gateway.taken} == {PHONE, EMAIL}
    assert {reminder.state for reminder in reminders(post)} == {ReminderState.SENT}


def test_a_reminder_of_a_cancelled_seat_is_dropped(post: Post) -> None:
    booking = one(post)
    plan(post)
    with post.database.transaction() as session:
        session.get_one(Booking, booking).state = BookingState.CANCELLED
    gateway = Gateway()

    assert send(post, gateway) == 0

    assert gateway.taken == []
    assert [reminder.state for reminder in reminders(post)] == [ReminderState.DROPPED]


def test_a_moved_seat_is_reminded_of_on_its_new_day_only(post: Post) -> None:
    booking = one(post)
    plan(post)
    with post.database.transaction() as session:
        new = post.world.add_occasion(session, held_on=TODAY + timedelta(days=6))
        officer = post.world.act(Role.AUTHORITY_OFFICER)
        move_seat(session, booking, occasion_id=new.id, by=officer, now=NOW)
    gateway = Gateway()

    send(post, gateway)
    later = NOW + timedelta(days=4)
    plan(post, now=later)
    send(post, gateway, now=lambda: later + timedelta(hours=3))

    assert ["18.3.2026" in message.text for message in gateway.taken] == [True]


def test_what_fails_waits_twice_as_long_and_is_given_up_and_shown(post: Post) -> None:
    one(post)
    plan(post)
    gateway, moment, waits = Gateway(["mail_unavailable"] * MOST_ATTEMPTS), WHEN_DUE, []
    for _ in range(MOST_ATTEMPTS):
        send(post, gateway, now=lambda at=moment: at)
        (reminder,) = reminders(post)
        waits.append(reminder.due_at - moment)
        moment = reminder.due_at

    assert waits[:4] == [timedelta(minutes=2 * 2**n) for n in range(4)]
    assert (reminder.state, reminder.last_problem) == (ReminderState.FAILED, "mail_unavailable")
    with post.database.reading() as session:
        entry = session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "reminder_failed")).one()
    assert entry.chain_id == post.world.authority


def test_a_number_that_is_none_is_given_up_at_once_and_can_be_tried_again(post: Post) -> None:
    one(post)
    plan(post)
    gateway = Gateway(["number_unusable"])
    send(post, gateway)
    (reminder,) = reminders(post)
    assert reminder.state is ReminderState.FAILED

    with post.database.transaction() as session:
        officer = post.world.act(Role.AUTHORITY_OFFICER)
        retry_reminder(session, reminder.id, by=officer, now=WHEN_DUE)
    send(post, gateway)

    assert [reminder.state for reminder in reminders(post)] == [ReminderState.SENT]


def test_a_faulty_gateway_stops_nobody_else_and_tells_no_number(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    post.seats(*[{"held_on": IN_TWO_DAYS, "phone": PHONE} for _ in range(2)])
    plan(post)
    gateway = Gateway(["fault"])

    assert send(post, gateway) == 2

    assert len(gateway.taken) == 1
    assert PHONE not in caplog.text


def test_a_crash_in_the_middle_is_taken_up_after_the_lease_with_the_same_id(post: Post) -> None:
    one(post)
    plan(post)
    gateway = Gateway(["crash"])
    with pytest.raises(Crash):
        send(post, gateway)
    assert send(post, gateway) == 0

    assert send(post, gateway, now=lambda: WHEN_DUE + timedelta(minutes=16)) == 1

    assert [message.id for message in gateway.taken] == [reminder.id for reminder in reminders(post)]


def message(to: str) -> ShortMessage:
    return ShortMessage(
        id=uuid4(), to=to, text="Muistutus ناس", subject="Lähtötaso", language="ar", made_at=NOW
    )


def test_a_text_message_is_one_private_file_and_a_repeat_is_the_same_file(tmp_path: Path) -> None:
    gateway, told = SmsFolder(tmp_path / "sms"), message("+358 (40) 123-4567")

    gateway.send(told)
    gateway.send(told)

    (file,) = (tmp_path / "sms").iterdir()
    assert file.name == f"{told.id}.json"
    assert file.stat().st_mode & 0o077 == 0
    assert (tmp_path / "sms").stat().st_mode & 0o077 == 0
    assert json.loads(file.read_text(encoding="utf-8")) == {
        "id": str(told.id),
        "to": "+358401234567",
        "text": "Muistutus ناس",
        "language": "ar",
        "made_at": NOW.isoformat(),
    }


@pytest.mark.parametrize("number", ["", "12", "soita äidille", "040 123 4567 / 050 765 4321 00"])
def test_a_number_that_is_none_is_no_file(tmp_path: Path, number: str) -> None:
    with pytest.raises(ReminderProblem, match="number_unusable"):
        SmsFolder(tmp_path).send(message(number))

    assert list(tmp_path.iterdir()) == []


def test_a_message_does_not_tell_itself_to_a_log() -> None:
    assert PHONE not in repr(message(PHONE))
