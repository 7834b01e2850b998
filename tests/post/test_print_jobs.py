"""A print job makes every letter once, tells what it could not make, and survives a crash in the middle."""

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from pypdf import PdfReader

from testing_app.bookings.models import Booking
from testing_app.errors import Conflict, NotFound
from testing_app.persistence.database import Database
from testing_app.post.actions import queue_failed_again, queue_letters
from testing_app.post.actions.jobs import MOST_ATTEMPTS, ClaimLost, claim_job, save_progress
from testing_app.post.drawing import Studio
from testing_app.post.models import CallTask, LetterJob, SentLetter
from testing_app.post.queries import letters_in_order
from testing_app.vocabulary import BookingState, LetterJobState, LetterKind, Role
from tests.post.conftest import Post
from tests.world import NOW

LATER = NOW + timedelta(minutes=10)


class Crash(BaseException):
    """The process ends here: nothing catches it."""


def ask(post: Post, subjects: list[UUID], **values: Any) -> UUID:
    with post.database.transaction() as session:
        return queue_letters(
            session,
            LetterKind.INVITATION,
            subjects,
            title="19.3.2026",
            by=post.world.act(Role.AUTHORITY_OFFICER),
            now=NOW,
            **values,
        ).id


def job_of(database: Database, job_id: UUID) -> LetterJob:
    with database.reading() as session:
        job = session.get_one(LetterJob, job_id)
        assert job.pdf is None or job.pdf
        return job


def letters(database: Database) -> list[SentLetter]:
    with database.reading() as session:
        return list(session.scalars(sa.select(SentLetter)))


def test_all_letters_become_one_file_sorted_by_post_code_then_by_the_finnish_alphabet(post: Post) -> None:
    seats = post.seats(
        {"family_name": "Öhman", "sort_name": "39", "post_code": "33100"},
        {"family_name": "Zeta", "sort_name": "35", "post_code": "33100"},
        {"family_name": "Aalto", "sort_name": "10", "post_code": "90100"},
        {"family_name": "Virta", "sort_name": "31", "post_code": "00100"},
    )
    job_id = ask(post, seats)

    assert post.printer().print_waiting() == 1

    job = job_of(post.database, job_id)
    assert (job.state, job.done, job.failures) == (LetterJobState.DONE, 4, [])
    text = [page.extract_text() for page in PdfReader(io.BytesIO(job.pdf or b"")).pages]
    found = [name for page in text for name in ("Virta", "Zeta", "Öhman", "Aalto") if name in page]
    assert list(dict.fromkeys(found)) == ["Virta", "Zeta", "Öhman", "Aalto"]


def test_each_letter_is_kept_with_its_languages_and_digest(post: Post) -> None:
    ask(post, post.seats({"contact_language": "ru"}))

    post.printer().print_waiting()

    (letter,) = letters(post.database)
    assert letter.languages == ["fi", "ru"]
    assert letter.wordings == {"fi": 0, "ru": 0}
    assert len(letter.pdf_digest) == 64


def test_what_cannot_be_made_is_listed_with_the_number_while_all_others_are_made(post: Post) -> None:
    seats = post.seats({}, {"street": ""}, {"family_name": "\U0001308a"}, {})
    with post.database.transaction() as session:
        session.get_one(Booking, seats[3]).state = BookingState.CANCELLED
        numbers = [session.get_one(Booking, seat).candidate.number for seat in seats]
    job_id = ask(post, seats)

    post.printer().print_waiting()

    job = job_of(post.database, job_id)
    told = {failure["number"]: (failure["problem"], failure["detail"]) for failure in job.failures}
    assert told == {
        numbers[1]: ("missing_address", ""),
        numbers[2]: ("missing_glyphs", "\U0001308a"),
        numbers[3]: ("no_longer_so", ""),
    }
    assert (job.state, job.done, len(letters(post.database))) == (LetterJobState.DONE, 4, 1)


def test_who_reads_no_script_is_called_in_place_of_a_letter(post: Post) -> None:
    seats = post.seats({"reads_letters": False, "street": ""}, {})
    job_id = ask(post, seats)

    post.printer().print_waiting()

    with post.database.reading() as session:
        (task,) = session.scalars(sa.select(CallTask))
    assert task.subject_id == seats[0]
    assert set(task.script) == {"fi", "ar"}
    assert job_of(post.database, job_id).facts["calls"] == [str(seats[0])]
    assert [letter.subject_id for letter in letters(post.database)] == [seats[1]]


def test_a_job_that_makes_no_letter_has_no_file(post: Post) -> None:
    job_id = ask(post, post.seats({"street": ""}))

    post.printer().print_waiting()

    assert job_of(post.database, job_id).pdf is None
    assert job_of(post.database, job_id).state is LetterJobState.DONE


class CrashingStudio(Studio):
    """Draws some letters, then the process ends."""

    def __init__(self, letters: int) -> None:
        super().__init__(1)
        self._left = letters

    def draw(self, orders: Any) -> Any:
        for drawing in super().draw(orders):
            if not self._left:
                raise Crash
            self._left -= 1
            yield drawing


def test_after_a_crash_the_next_worker_goes_on_without_double_letters(post: Post) -> None:
    seats = post.seats(*[{} for _ in range(20)])
    job_id = ask(post, seats)
    with pytest.raises(Crash):
        post.printer(studio=lambda: CrashingStudio(18)).print_waiting()
    assert post.printer().print_waiting() == 0, "the claim still holds"
    kept = len(letters(post.database))
    assert 0 < kept < 20

    assert post.printer(now=lambda: LATER).print_waiting() == 1

    assert sorted(letter.subject_id for letter in letters(post.database)) == sorted(seats)
    assert job_of(post.database, job_id).done == 20


def test_a_worker_whose_claim_ran_out_keeps_nothing(post: Post) -> None:
    ask(post, post.seats({}))
    with post.database.transaction() as session:
        slow = claim_job(session, now=NOW, lease=timedelta(minutes=2))
    with post.database.transaction() as session:
        assert claim_job(session, now=LATER, lease=timedelta(minutes=2)) is not None
    assert slow is not None

    with pytest.raises(ClaimLost), post.database.transaction() as session:
        save_progress(session, slow, letters=[], failures=[], calls=[], now=LATER, lease=timedelta(minutes=2))


def test_one_job_is_claimed_by_one_worker_only(post: Post) -> None:
    ask(post, post.seats({}))
    with post.database.transaction() as session:
        first = claim_job(session, now=NOW, lease=timedelta(minutes=2))
    with post.database.transaction() as session:
        second = claim_job(session, now=NOW, lease=timedelta(minutes=2))

    assert (first is not None, second) == (True, None)


def test_several_workers_at_once_make_every_letter_once(post: Post) -> None:
    seats = post.seats(*[{} for _ in range(9)])
    jobs = [ask(post, seats[start : start + 3]) for start in (0, 3, 6)]
    gate = Barrier(3)

    def work() -> int:
        gate.wait()
        return post.printer().print_waiting()

    with ThreadPoolExecutor(3) as workers:
        finished = [each.result() for each in [workers.submit(work) for _ in range(3)]]

    assert sum(finished) == 3
    assert sorted(letter.subject_id for letter in letters(post.database)) == sorted(seats)
    assert {job_of(post.database, job).state for job in jobs} == {LetterJobState.DONE}


def test_a_job_that_takes_every_worker_down_is_given_up(post: Post) -> None:
    job_id = ask(post, post.seats({}))
    moment = NOW
    for _ in range(MOST_ATTEMPTS):
        with pytest.raises(Crash):
            post.printer(now=lambda at=moment: at, studio=lambda: CrashingStudio(0)).print_waiting()
        moment += timedelta(minutes=3)

    assert post.printer(now=lambda: moment).print_waiting() == 0
    assert job_of(post.database, job_id).state is LetterJobState.FAILED


def test_a_worker_told_to_stop_gives_the_job_back_for_the_next_one_at_once(post: Post) -> None:
    job_id = ask(post, post.seats({}, {}, {}))
    asked = iter([False, True, True])

    assert post.printer(should_stop=lambda: next(asked)).print_waiting() == 0
    assert job_of(post.database, job_id).done == 1
    assert post.printer().print_waiting() == 1

    assert len(letters(post.database)) == 3


def test_the_letters_are_drawn_by_processes_of_their_own(post: Post) -> None:
    ask(post, post.seats({"contact_language": "so"}, {"contact_language": "ru"}, {}))

    assert post.printer(studio=lambda: Studio(2)).print_waiting() == 1

    assert len(letters(post.database)) == 3


def test_nobody_prints_letters_to_the_candidates_of_others(post: Post) -> None:
    seats = post.seats({})

    for subjects in (seats, [uuid4()]):
        with pytest.raises(NotFound), post.database.transaction() as session:
            queue_letters(
                session,
                LetterKind.INVITATION,
                subjects,
                title="",
                by=post.world.act("other_officer"),
                now=NOW,
            )


def test_a_job_without_letters_is_refused(post: Post) -> None:
    with pytest.raises(Conflict, match="no_letters"):
        ask(post, [])


def test_the_failed_letters_are_made_again_when_the_address_is_there(post: Post) -> None:
    seats = post.seats({"street": ""}, {})
    job_id = ask(post, seats)
    post.printer().print_waiting()
    officer = post.world.act(Role.AUTHORITY_OFFICER)
    with post.database.transaction() as session:
        session.get_one(Booking, seats[0]).candidate.street = "Uusikatu 2"
        again = queue_failed_again(session, job_id, by=officer, now=NOW).id

    post.printer().print_waiting()

    assert job_of(post.database, again).subjects == [str(seats[0])]
    assert {letter.subject_id for letter in letters(post.database)} == set(seats)


def test_letters_come_in_order_however_few_are_read_at_once(post: Post) -> None:
    seats = post.seats(*[{"sort_name": f"{n:02d}", "post_code": "00100"} for n in (3, 1, 2)])
    job_id = ask(post, seats)
    post.printer().print_waiting()

    with post.database.reading() as session:
        ids = [letter.id for letter in letters_in_order(session, job_id, read_at_once=2)]
        order = [session.get_one(SentLetter, each).subject_id for each in ids]

    assert order == [seats[1], seats[2], seats[0]]


def test_a_claim_is_plain_data(post: Post) -> None:
    ask(post, post.seats({}))
    with post.database.transaction() as session:
        claimed = claim_job(session, now=NOW, lease=timedelta(minutes=2))

    assert claimed is not None
    assert replace(claimed, claimed_until=LATER) != claimed


def test_who_presses_twice_gets_one_job(post: Post) -> None:
    first, other = post.seats({}, {})

    job, again = ask(post, [first, other]), ask(post, [first, other])
    fewer = ask(post, [first])

    assert job == again
    assert fewer != job
