"""The post room in the browser: piles, jobs, calls and reminders of one's own organisation."""

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from testing_app import clock
from testing_app.audit.models import AuditEntry
from testing_app.bookings.models import Booking
from testing_app.persistence.database import Database
from testing_app.post.drawing import Studio
from testing_app.post.models import CallTask, LetterJob, Reminder, SentLetter
from testing_app.post.printing import Printer
from testing_app.vocabulary import BookingState, CallState, ReminderChannel, ReminderState, Role
from tests.world import NOW, World

SOON = clock.today() + timedelta(days=7)


@pytest.fixture
def signing_in(app: Flask, world: World) -> Callable[[Role | str], FlaskClient]:
    app.config["WTF_CSRF_ENABLED"] = False

    def signed_in(who: Role | str) -> FlaskClient:
        client = app.test_client()
        client.set_cookie("lahtotaso_session", world.cookie(who))
        return client

    return signed_in


@pytest.fixture
def officer(signing_in: Callable[[Role | str], FlaskClient]) -> FlaskClient:
    return signing_in(Role.AUTHORITY_OFFICER)


def seat(world: World, **values: object) -> UUID:
    given = {"street": "Kotikatu 1", "post_code": "33100", "city": "Tampere", "phone": "040 123 4567"}
    with world.database.transaction() as session:
        candidate = world.add_candidate(session, **{**given, **values})
        return world.add_booking(session, world.add_occasion(session, held_on=SOON), candidate).id


def pile_of(world: World, booking_id: UUID) -> dict[str, str]:
    with world.database.reading() as session:
        occasion_id = session.get_one(Booking, booking_id).occasion_id
    return {"kind": "invitation", "scope": str(occasion_id)}


def print_waiting(database: Database) -> None:
    Printer(database=database, studio=lambda: Studio(1)).print_waiting()


def the_job(world: World) -> LetterJob:
    with world.database.reading() as session:
        return session.scalars(sa.select(LetterJob)).one()


def test_a_day_s_invitations_become_a_job_with_a_bar_and_then_a_file(
    world: World, officer: FlaskClient
) -> None:
    booking = seat(world)
    assert "Make 1 letter" in officer.get("/post/new").text

    waiting = officer.post("/post/jobs", data=pile_of(world, booking), follow_redirects=True).text
    job = the_job(world)
    assert '<progress max="1" value="0"' in waiting
    assert officer.get(f"/post/jobs/{job.id}/progress").text == "0 1 queued"
    print_waiting(world.database)

    assert "1 letter is ready" in officer.get(f"/post/jobs/{job.id}").text
    assert officer.get(f"/post/jobs/{job.id}/letters.pdf").data.startswith(b"%PDF")
    assert "Make 1 letter" not in officer.get("/post/new").text


def test_separate_files_are_numbered_and_name_nobody(world: World, officer: FlaskClient) -> None:
    booking = seat(world)
    officer.post("/post/jobs", data=pile_of(world, booking))
    print_waiting(world.database)

    answer = officer.get(f"/post/jobs/{the_job(world).id}/letters.zip")

    assert zipfile.ZipFile(io.BytesIO(answer.data)).namelist() == ["0001.pdf"]


def test_a_failure_names_the_candidate_s_number_and_says_what_to_do(
    world: World, officer: FlaskClient
) -> None:
    booking = seat(world, street="")
    officer.post("/post/jobs", data=pile_of(world, booking))
    print_waiting(world.database)

    page = officer.get(f"/post/jobs/{the_job(world).id}").text

    assert "K00101" in page
    assert "The address is missing." in page
    assert "Write street, post code and town" in page


@pytest.mark.parametrize("data", [{}, {"kind": "nonsense"}, {"kind": "invitation", "scope": str(uuid4())}])
def test_a_pile_that_is_not_there_is_refused_in_words(
    world: World, officer: FlaskClient, data: dict[str, str]
) -> None:
    page = officer.post("/post/jobs", data=data, follow_redirects=True).text

    assert "Choose what to print." in page or "There are no letters left" in page


def test_one_letter_is_shown_at_once_and_kept_once(world: World, officer: FlaskClient) -> None:
    booking = seat(world)

    answers = [officer.post(f"/post/letters/invitation/{booking}", follow_redirects=True) for _ in range(2)]

    assert [answer.data[:4] for answer in answers] == [b"%PDF", b"%PDF"]
    assert answers[0].data == answers[1].data
    with world.database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(SentLetter)) == 1


def test_a_kept_letter_stands_on_the_candidate_s_list_and_opening_it_is_audited(
    world: World, officer: FlaskClient
) -> None:
    booking = seat(world)
    officer.post(f"/post/letters/invitation/{booking}")
    with world.database.reading() as session:
        letter = session.scalars(sa.select(SentLetter)).one()

    page = officer.get(f"/post/candidates/{letter.candidate_id}/letters").text
    officer.get(f"/post/letters/{letter.id}.pdf")

    assert str(letter.id) in page
    with world.database.reading() as session:
        seen = sa.select(sa.func.count()).where(AuditEntry.action == "letter_viewed")
        assert session.scalar(seen) == 1


def test_a_letter_about_a_cancelled_seat_is_not_made(world: World, officer: FlaskClient) -> None:
    booking = seat(world)
    with world.database.transaction() as session:
        session.get_one(Booking, booking).state = BookingState.CANCELLED

    answer = officer.post(f"/post/letters/invitation/{booking}")

    assert answer.status_code == 409


def test_who_reads_no_script_is_called_with_the_words_in_both_languages(
    world: World, officer: FlaskClient
) -> None:
    booking = seat(world, reads_letters=False)
    officer.post("/post/jobs", data=pile_of(world, booking))
    print_waiting(world.database)
    with world.database.reading() as session:
        task = session.scalars(sa.select(CallTask)).one()
    assert "040 123 4567" in officer.get("/post/calls").text

    page = officer.get(f"/post/calls/{task.id}").text
    officer.post(f"/post/calls/{task.id}/attempt", data={"version": task.version})
    stale = officer.post(f"/post/calls/{task.id}/done", data={"version": task.version})
    done = officer.post(f"/post/calls/{task.id}/done", data={"version": task.version + 1, "note": "Comes."})

    assert page.index('lang="fi"') < page.index('lang="ar" dir="rtl"')
    assert (stale.status_code, done.status_code) == (409, 303)
    with world.database.reading() as session:
        kept = session.get_one(CallTask, task.id)
        assert (kept.state, kept.attempts, kept.note) == (CallState.DONE, 2, "Comes.")
    assert "Testinen" in officer.get("/post/calls?show=done").text


def test_a_failed_reminder_is_tried_again(world: World, officer: FlaskClient) -> None:
    booking = seat(world)
    with world.database.transaction() as session:
        reminder = Reminder(
            organisation_id=world.authority,
            candidate_id=session.get_one(Booking, booking).candidate_id,
            subject_id=booking,
            occurs_on=SOON,
            channel=ReminderChannel.SMS,
            language="ar",
            due_at=NOW,
            state=ReminderState.FAILED,
            last_problem="number_unusable",
        )
        session.add(reminder)
        session.flush()
        reminder_id = reminder.id
    assert "The telephone number is none." in officer.get("/post/reminders").text

    officer.post(f"/post/reminders/{reminder_id}/retry")

    with world.database.reading() as session:
        assert session.get_one(Reminder, reminder_id).state is ReminderState.QUEUED


def test_others_see_none_of_it(
    world: World, officer: FlaskClient, signing_in: Callable[[Role | str], FlaskClient]
) -> None:
    booking = seat(world, reads_letters=False)
    officer.post("/post/jobs", data=pile_of(world, booking))
    officer.post(f"/post/letters/invitation/{booking}")
    print_waiting(world.database)
    with world.database.reading() as session:
        task, letter = (
            session.scalars(sa.select(CallTask)).one(),
            session.scalars(sa.select(SentLetter)).one(),
        )
    stranger, job = signing_in("other_officer"), the_job(world)

    answers = {
        stranger.get(path).status_code
        for path in (
            f"/post/jobs/{job.id}",
            f"/post/jobs/{job.id}/progress",
            f"/post/jobs/{job.id}/letters.pdf",
            f"/post/jobs/{job.id}/letters.zip",
            f"/post/letters/{letter.id}.pdf",
            f"/post/candidates/{letter.candidate_id}/letters",
            f"/post/calls/{task.id}",
        )
    }

    assert answers == {404}
    assert "Testinen" not in stranger.get("/post/calls").text
    assert stranger.get("/post/new").text.count("<tr") == 0


def test_the_test_centre_prints_its_own_day_too(
    world: World, signing_in: Callable[[Role | str], FlaskClient]
) -> None:
    seat(world)

    assert "Make 1 letter" in signing_in(Role.CENTRE_LEAD).get("/post/new").text
