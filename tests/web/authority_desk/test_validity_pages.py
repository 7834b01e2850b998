"""How far results hold, on the pages of the authority: said and warned about, never in the way."""

from datetime import date, time, timedelta
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from testing_app.audit.models import AuditEntry
from testing_app.bookings.models import Referral
from testing_app.clock import today
from testing_app.courses.models import CourseGroup
from testing_app.delivery.actions import queue_delivery
from testing_app.delivery.worker import inbox_worker
from testing_app.people.models import CandidateAuthority
from testing_app.queue.models import CoursePlace, QueueEntry
from testing_app.results.keys import create_ring
from testing_app.results.models import SignedResult
from testing_app.vocabulary import CourseKind, PlaceState, QueueState, Role, TestedLanguage
from tests.letterbox import Letterbox
from tests.world import NOW, World

REFERRAL = {"language_tested": "fi", "purpose": "retest"}
WARNING = "This is only a warning."


@pytest.fixture
def letterbox(world: World, tmp_path: Path) -> Letterbox:
    return Letterbox(world, create_ring(tmp_path / "ring", bytes(range(32)), now=NOW))


def browser(app: Flask, world: World, who: Role | str = Role.AUTHORITY_OFFICER, language: str = "en"):
    app.config["WTF_CSRF_ENABLED"] = False
    web = app.test_client()
    web.set_cookie("lahtotaso_session", world.cookie(who))
    web.post("/language", data={"language": language, "next": "/"})
    return web


def person_tested(letterbox: Letterbox, days: int, language: TestedLanguage = TestedLanguage.FINNISH) -> UUID:
    """A candidate whose result arrived, tested so many days ago; the referral of it is closed."""
    database = letterbox.world.database
    with database.transaction() as session:
        result = letterbox.add_result(session, tested_on=today() - timedelta(days=days))
        result.language_tested = language
        queue_delivery(session, result, now=NOW)
        session.execute(sa.update(Referral).values(closed_at=NOW))
        person = result.candidate_id
    inbox_worker(database, now=lambda: NOW).deliver_due()
    return person


def begin_course(world: World, person: UUID, *, on: date) -> None:
    """A course place of this authority that the provider reported as begun."""
    provider, officer = world.act(Role.TRAINING_PROVIDER), world.act(Role.AUTHORITY_OFFICER)
    with world.database.transaction() as session:
        group = CourseGroup(
            provider_id=provider.organisation_id,
            code="A",
            name="A",
            language_tested=TestedLanguage.FINNISH,
            kind=CourseKind.LABOUR_MARKET,
            track="integration-basic",
            module="M1",
            entry_from=on,
            entry_until=on,
            starts_on=on,
            ends_on=on + timedelta(days=90),
            capacity=9,
            minimum=1,
            taken=1,
            made_by_id=provider.account_id,
            made_at=NOW,
        )
        entry = QueueEntry(
            candidate_id=person,
            authority_id=officer.organisation_id,
            language_tested=TestedLanguage.FINNISH,
            track="integration-basic",
            module="M1",
            area="",
            queued_on=on,
            state=QueueState.PLACED,
            opened_at=NOW,
        )
        session.add_all([group, entry])
        session.flush()
        session.add(
            CoursePlace(
                group_id=group.id,
                entry_id=entry.id,
                candidate_id=person,
                authority_id=officer.organisation_id,
                state=PlaceState.STARTED,
                held_at=NOW,
                held_until=NOW,
                started_on=on,
            )
        )


def pages_of(person: UUID) -> tuple[str, str]:
    return f"/authority/candidates/{person}", f"/authority/candidates/{person}/referrals/new"


@pytest.mark.parametrize(
    ("days", "state", "with_course"),
    [(23, "valid", "getting old"), (300, "getting old", "out of date"), (400, "out of date", "")],
)
def test_a_result_is_valid_ageing_or_expired_and_a_course_is_not_guessed(
    app: Flask, world: World, letterbox: Letterbox, days: int, state: str, with_course: str
) -> None:
    officer, person = browser(app, world), person_tested(letterbox, days)

    for path in pages_of(person):
        page = officer.get(path).text

        assert f"tested {days} days ago" in page
        assert f"</svg>{state}</span>" in page
        assert ("No course since the test is recorded here" in page) is bool(with_course)
        assert f"With a course: {with_course}." in page or not with_course


def test_a_course_that_began_since_the_test_makes_the_result_older(
    app: Flask, world: World, letterbox: Letterbox
) -> None:
    officer, person = browser(app, world), person_tested(letterbox, 300)
    begin_course(world, person, on=today() - timedelta(days=200))

    page = officer.get(pages_of(person)[0]).text
    elsewhere = browser(app, world, "other_officer").get(pages_of(person)[0])

    assert "</svg>out of date</span>" in page
    assert "A course since the test began on" in page
    assert "No course since the test is recorded here" not in page
    assert elsewhere.status_code == 404


def test_a_referral_soon_after_a_test_is_warned_about_and_written(
    app: Flask, world: World, letterbox: Letterbox
) -> None:
    officer, person = browser(app, world), person_tested(letterbox, 23)
    address = pages_of(person)[1]

    page = officer.get(address).text
    written = officer.post(address, data=REFERRAL)

    assert "Finnish: tested 23 days ago" in page
    assert "A new test will hardly show anything else." in page
    assert "a new test can be given" in page
    assert WARNING in page
    assert "checked" not in page
    assert written.status_code == 303


def test_a_seat_is_reserved_beside_the_warning(app: Flask, world: World, letterbox: Letterbox) -> None:
    officer, person = browser(app, world), person_tested(letterbox, 23)
    with world.database.transaction() as session:
        soon, later = (
            world.add_occasion(session, held_on=today() + timedelta(days=days), starts_at=time(9)).id
            for days in (7, 80)
        )
    seats = officer.post(pages_of(person)[1], data=REFERRAL).location

    page = officer.get(seats).text
    reserved = officer.post(seats, data={"occasion": str(soon)})

    assert WARNING in page
    assert "30 days after the last test" in page
    assert "103 days after the last test" not in page
    assert str(later) in page
    assert reserved.status_code == 303


def test_a_test_long_ago_or_of_another_language_gives_no_warning(
    app: Flask, world: World, letterbox: Letterbox
) -> None:
    officer = browser(app, world)
    old, swedish = person_tested(letterbox, 200), person_tested(letterbox, 23, TestedLanguage.SWEDISH)

    old_page = officer.get(pages_of(old)[1]).text
    seats = officer.post(pages_of(swedish)[1], data=REFERRAL).location
    other_page = officer.get(seats).text

    assert "tested 200 days ago" in old_page
    assert WARNING not in old_page
    assert "tested" not in other_page.split("<main")[1].split("Language tested")[1]


def test_only_results_in_the_own_inbox_are_told(app: Flask, world: World, letterbox: Letterbox) -> None:
    person = person_tested(letterbox, 23)
    other = world.act("other_officer")
    with world.database.transaction() as session:
        session.add(
            CandidateAuthority(
                candidate_id=person,
                authority_id=other.organisation_id,
                since=NOW,
                added_by_id=other.account_id,
            )
        )
    web = browser(app, world, "other_officer")

    pages = [web.get(path) for path in pages_of(person)]

    assert [page.status_code for page in pages] == [200, 200]
    assert not any("days ago" in page.text or WARNING in page.text for page in pages)


def test_reading_about_the_last_result_is_audited(app: Flask, world: World, letterbox: Letterbox) -> None:
    officer, person = browser(app, world), person_tested(letterbox, 23)

    officer.get(pages_of(person)[1])

    with world.database.reading() as session:
        last = session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
    assert last is not None
    assert (last.action, last.candidate_id) == ("candidate_viewed", person)


@pytest.mark.parametrize(("language", "state"), [("fi", "voimassa"), ("sv", "giltigt"), ("en", "valid")])
def test_the_state_is_said_in_the_reader_s_language(
    app: Flask, world: World, letterbox: Letterbox, language: str, state: str
) -> None:
    person = person_tested(letterbox, 23)

    assert f"</svg>{state}</span>" in browser(app, world, language=language).get(pages_of(person)[0]).text


def test_the_newest_test_of_a_language_counts(app: Flask, world: World, letterbox: Letterbox) -> None:
    person = person_tested(letterbox, 400)
    newer = person_tested(letterbox, 100)
    with world.database.transaction() as session:
        session.execute(
            sa.update(SignedResult).where(SignedResult.candidate_id == newer).values(candidate_id=person)
        )

    page = browser(app, world).get(pages_of(person)[0]).text

    assert "tested 100 days ago" in page
    assert "tested 400 days ago" not in page


def test_a_candidate_without_results_has_nothing_about_them(app: Flask, world: World) -> None:
    with world.database.transaction() as session:
        person = world.add_candidate(session).id
    web: FlaskClient = browser(app, world)

    page = web.get(pages_of(person)[1]).text

    assert "Last results" not in page
