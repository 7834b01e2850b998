"""Guards the battery page: one Save, every problem at its field, nothing typed lost, nobody overwritten."""

import re
import threading
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from testing_app.audit.models import AuditEntry
from testing_app.sittings.actions import open_sitting
from testing_app.sittings.models import Sitting
from testing_app.sittings.queries import get_sitting
from testing_app.vocabulary import BookingState, Literacy, Part, PartState, Role, ScoreSource
from tests.world import NOW, World

Values = dict[str, str]


@pytest.fixture
def sitting_id(world: World) -> UUID:
    with world.database.transaction() as session:
        booking = world.add_booking(session, world.add_occasion(session), world.add_candidate(session))
        booking.state = BookingState.ARRIVED
        session.flush()
        return open_sitting(session, booking.id, by=world.act(Role.ASSESSOR), now=NOW).id


def browser(app: Any, world: World, who: Role | str = Role.ASSESSOR) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    client: FlaskClient = app.test_client()
    client.set_cookie("lahtotaso_session", world.cookie(who))
    return client


def form_on(page: TestResponse) -> Values:
    """What a browser would send back: the values of the page's battery form."""
    html = page.text
    values: Values = {}
    for tag in re.findall(r"<input [^>]*>", html):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r'value="([^"]*)"', tag)
        kind = re.search(r'type="([^"]+)"', tag)
        if name and (kind is None or kind[1] not in ("radio", "checkbox") or " checked" in tag):
            values[name[1]] = value[1] if value else ""
    for name, body in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', html, re.S):
        chosen = re.search(r'<option selected value="([^"]*)"', body)
        values[name] = chosen[1] if chosen else ""
    for name, text in re.findall(r'<textarea [^>]*name="([^"]+)"[^>]*>\s*(.*?)</textarea>', html, re.S):
        values[name] = text.strip()
    return values


def stored(world: World, sitting_id: UUID) -> Sitting:
    with world.database.transaction() as session:
        return get_sitting(session, sitting_id, viewer=world.act(Role.ASSESSOR))


def points_of(world: World, sitting_id: UUID, part: Part) -> int | None:
    return next(row.points for row in stored(world, sitting_id).parts if row.part is part)


def test_what_is_entered_is_saved_and_shown_again(app: Any, world: World, sitting_id: UUID) -> None:
    client = browser(app, world)
    address = f"/centre/sittings/{sitting_id}"
    values = form_on(client.get(address)) | {
        "reading-state": "taken",
        "reading-points": "23",
        "speaking-state": "taken",
        "speaking-rating_range": "A2.1",
        "speaking-rating_accuracy": "A1.3",
        "speaking-comment": "Puhuu\r\nmielellään",
        "logic-state": "not_offered",
        "background-literacy": "latin_fluent",
        "background-languages_studied": "0",
        "background-hard_life_situation": "y",
    }

    answer = client.post(address, data=values)

    assert answer.status_code == 303
    page = client.get(address)
    assert "Saved level: <strong>A2.1</strong>" in page.text
    assert "Near the cut score: A2.1 / A2.2" in page.text
    sitting = stored(world, sitting_id)
    levels = {row.part: row.level for row in sitting.parts if row.level}
    assert levels == {Part.READING: "A2.1", Part.SPEAKING: "A1.3"}
    assert sitting.background.literacy is Literacy.LATIN_FLUENT
    assert sitting.background.languages_studied == 0
    assert sitting.background.hard_life_situation
    assert client.post(address, data=form_on(page)).status_code == 303
    with world.database.reading() as session:
        query = sa.select(sa.func.count()).where(AuditEntry.action == "scores_recorded")
        assert session.scalar(query) == 1


def test_every_problem_comes_at_its_field_at_once_and_all_that_was_typed_stays(
    app: Any, world: World, sitting_id: UUID
) -> None:
    client = browser(app, world)
    address = f"/centre/sittings/{sitting_id}"
    values = form_on(client.get(address)) | {
        "reading-state": "taken",
        "reading-points": "41",
        "listening-points": "12",
        "speaking-state": "taken",
        "speaking-rating_range": "A2.1",
        "writing-state": "perhaps",
        "logic-state": "taken",
        "logic-comment": "counts on fingers",
        "background-schooling_years": "many",
        "background-interview_notes": "wants to become a baker",
    }

    page = client.post(address, data=values)

    assert page.status_code == 422
    wrong = set(re.findall(r'<a href="#([a-z_A-Z-]+)">', page.text))
    assert {
        "reading-points",
        "listening-state",
        "speaking-rating_accuracy",
        "writing-state",
        "background-schooling_years",
    } <= wrong
    assert "The form gives at most 40 points." in page.text
    again = form_on(page)
    for name in ("reading-points", "listening-points", "speaking-rating_range", "logic-comment"):
        assert again[name] == values[name]
    assert again["background-schooling_years"] == "many"
    assert again["background-interview_notes"] == "wants to become a baker"
    assert all(row.changed_at is None for row in stored(world, sitting_id).parts)


@pytest.mark.parametrize("typed", ["12.5", "x", "-1", "1e3"])
def test_points_that_are_no_whole_points_are_a_problem(
    app: Any, world: World, sitting_id: UUID, typed: str
) -> None:
    client = browser(app, world)
    address = f"/centre/sittings/{sitting_id}"
    values = form_on(client.get(address)) | {"reading-state": "taken", "reading-points": typed}

    page = client.post(address, data=values)

    assert page.status_code == 422
    assert 'href="#reading-points"' in page.text
    assert form_on(page)["reading-points"] == typed


def test_two_people_on_different_parts_both_keep_their_work(app: Any, world: World, sitting_id: UUID) -> None:
    first, second = browser(app, world), browser(app, world, "second_assessor")
    address = f"/centre/sittings/{sitting_id}"
    mine, theirs = form_on(first.get(address)), form_on(second.get(address))

    first.post(address, data=mine | {"reading-state": "taken", "reading-points": "20"})
    answer = second.post(address, data=theirs | {"listening-state": "taken", "listening-points": "30"})

    assert answer.status_code == 303
    assert points_of(world, sitting_id, Part.READING) == 20
    assert points_of(world, sitting_id, Part.LISTENING) == 30


def clash(app: Any, world: World, sitting_id: UUID) -> tuple[FlaskClient, TestResponse]:
    first, second = browser(app, world), browser(app, world, "second_assessor")
    address = f"/centre/sittings/{sitting_id}"
    mine, theirs = form_on(first.get(address)), form_on(second.get(address))
    logic = {"logic-state": "skipped"}
    first.post(address, data=mine | logic | {"reading-state": "taken", "reading-points": "20"})
    entered = {"reading-state": "taken", "reading-points": "21", "writing-state": "not_offered"}
    return second, second.post(address, data=theirs | entered)


def test_a_clash_shows_both_values_and_saves_nothing_yet(app: Any, world: World, sitting_id: UUID) -> None:
    _second, page = clash(app, world, sitting_id)

    assert page.status_code == 409
    assert re.search(r"Assessor saved this at \d+\.\d\d: Taken, 20 points, A2\.1", page.text)
    again = form_on(page)
    assert again["reading-points"] == "21"
    assert again["writing-state"] == "not_offered"
    assert again["logic-state"] == "skipped"
    assert points_of(world, sitting_id, Part.READING) == 20
    assert next(row for row in stored(world, sitting_id).parts if row.part is Part.WRITING).changed_at is None


@pytest.mark.parametrize(("keep", "points"), [("mine", 21), ("theirs", 20)])
def test_after_a_clash_the_chosen_values_hold_and_the_rest_is_saved(
    app: Any, world: World, sitting_id: UUID, keep: str, points: int
) -> None:
    second, page = clash(app, world, sitting_id)

    answer = second.post(f"/centre/sittings/{sitting_id}", data=form_on(page) | {"reading-keep": keep})

    assert answer.status_code == 303
    states = {row.part: row.state for row in stored(world, sitting_id).parts}
    assert points_of(world, sitting_id, Part.READING) == points
    assert states[Part.WRITING] is PartState.NOT_OFFERED
    assert states[Part.LOGIC] is PartState.SKIPPED


def test_after_a_clash_a_choice_must_be_made(app: Any, world: World, sitting_id: UUID) -> None:
    second, page = clash(app, world, sitting_id)

    answer = second.post(f"/centre/sittings/{sitting_id}", data=form_on(page))

    assert answer.status_code == 422
    assert "Choose which one is right." in answer.text
    assert points_of(world, sitting_id, Part.READING) == 20


def test_ten_people_who_save_one_part_at_once_get_one_saved_and_nine_asked(
    app: Any, world: World, sitting_id: UUID
) -> None:
    address = f"/centre/sittings/{sitting_id}"
    clients = [browser(app, world) for _ in range(10)]
    shown = form_on(clients[0].get(address))
    answers: list[int] = []

    def enter(client: FlaskClient, points: int) -> None:
        data = shown | {"reading-state": "taken", "reading-points": str(points)}
        answers.append(client.post(address, data=data).status_code)

    people = [threading.Thread(target=enter, args=(client, n)) for n, client in enumerate(clients)]
    for person in people:
        person.start()
    for person in people:
        person.join()

    assert sorted(answers) == [303] + [409] * 9


def test_who_does_not_rate_reads_ratings_and_cannot_send_them(
    app: Any, world: World, sitting_id: UUID
) -> None:
    client = browser(app, world, Role.TEST_ADMINISTRATOR)
    address = f"/centre/sittings/{sitting_id}"
    page = client.get(address)
    rating = {"speaking-rating_range": "B1.1", "speaking-rating_accuracy": "B1.1"}

    answer = client.post(address, data=form_on(page) | rating | {"speaking-state": "taken"})

    assert 'name="speaking-rating_range"' not in page.text
    assert answer.status_code == 303
    row = next(row for row in stored(world, sitting_id).parts if row.part is Part.SPEAKING)
    assert (row.state, row.ratings, row.level) == (PartState.TAKEN, {}, None)


def test_a_level_from_a_sheet_says_so_and_stays_until_scores_are_entered(
    app: Any, world: World, sitting_id: UUID
) -> None:
    with world.database.transaction() as session:
        sitting = get_sitting(session, sitting_id, viewer=world.act(Role.ASSESSOR))
        row = next(row for row in sitting.parts if row.part is Part.READING)
        row.state, row.level, row.source = PartState.TAKEN, "B1.1", ScoreSource.SHEET
    client = browser(app, world)
    address = f"/centre/sittings/{sitting_id}"

    page = client.get(address)
    client.post(address, data=form_on(page) | {"reading-comment": "slow"})
    kept = next(row.level for row in stored(world, sitting_id).parts if row.part is Part.READING)
    client.post(address, data=form_on(client.get(address)) | {"reading-points": "5"})
    scored = next(row.level for row in stored(world, sitting_id).parts if row.part is Part.READING)

    assert "B1.1 (from sheet)" in page.text
    assert (kept, scored) == ("B1.1", "A1.1")


def test_people_see_who_else_has_the_battery_open(app: Any, world: World, sitting_id: UUID) -> None:
    address = f"/centre/sittings/{sitting_id}"
    browser(app, world).get(address)

    page = browser(app, world, "second_assessor").get(address)

    assert "Also open by Assessor since" in page.text
    assert "Also open by Second Assessor" not in page.text


def test_a_signed_battery_is_to_be_read_and_refuses_scores(app: Any, world: World, sitting_id: UUID) -> None:
    client = browser(app, world)
    address = f"/centre/sittings/{sitting_id}"
    shown = form_on(client.get(address))
    with world.database.transaction() as session:
        get_sitting(session, sitting_id, viewer=world.act(Role.ASSESSOR)).signed_at = NOW

    page = client.get(address)
    answer = client.post(address, data=shown | {"reading-state": "taken", "reading-points": "20"})

    assert 'name="reading-points"' not in page.text
    assert answer.status_code == 409
    assert points_of(world, sitting_id, Part.READING) is None


def test_viewing_a_battery_leaves_an_audit_entry(app: Any, world: World, sitting_id: UUID) -> None:
    browser(app, world).get(f"/centre/sittings/{sitting_id}")

    with world.database.reading() as session:
        query = sa.select(AuditEntry).where(AuditEntry.action == "sitting_viewed")
        entry = session.scalars(query).one()
        assert entry.subject_id == str(sitting_id)
        assert entry.account_id == world.act(Role.ASSESSOR).account_id


@pytest.mark.parametrize(
    ("who", "reads", "writes"),
    [
        ("other_assessor", 404, 404),
        (Role.AUTHORITY_OFFICER, 403, 403),
        (Role.CENTRE_LEAD, 200, 403),
        (Role.PSYCHOMETRICIAN, 403, 403),
    ],
)
def test_only_the_centres_own_score_takers_enter_scores(
    app: Any, world: World, sitting_id: UUID, who: Role | str, reads: int, writes: int
) -> None:
    client = browser(app, world, who)
    address = f"/centre/sittings/{sitting_id}"

    assert client.get(address).status_code == reads
    assert client.post(address, data={"reading-state": "taken"}).status_code == writes


def test_a_post_without_the_pages_token_is_refused(app: Any, world: World, sitting_id: UUID) -> None:
    client = browser(app, world)
    app.config["WTF_CSRF_ENABLED"] = True

    answer = client.post(f"/centre/sittings/{sitting_id}", data={"reading-points": "20"})

    assert answer.status_code == 400


def viewings(world: World) -> int:
    with world.database.reading() as session:
        query = sa.select(sa.func.count()).where(AuditEntry.action == "sitting_viewed")
        return session.scalar(query) or 0


def test_a_refused_save_that_shows_the_battery_leaves_an_audit_entry(
    app: Any, world: World, sitting_id: UUID
) -> None:
    client, address = browser(app, world), f"/centre/sittings/{sitting_id}"
    shown = form_on(client.get(address))

    refused = client.post(address, data=shown | {"reading-state": "taken", "reading-points": "999"})
    saved = client.post(address, data=shown | {"reading-state": "taken", "reading-points": "20"})

    assert (refused.status_code, saved.status_code) == (422, 303)
    assert viewings(world) == 2


def test_a_clash_that_shows_what_another_saved_leaves_an_audit_entry(
    app: Any, world: World, sitting_id: UUID
) -> None:
    _second, page = clash(app, world, sitting_id)

    assert page.status_code == 409
    assert viewings(world) == 3


def test_a_clash_on_the_background_shows_every_value_of_the_other(
    app: Any, world: World, sitting_id: UUID
) -> None:
    address = f"/centre/sittings/{sitting_id}"
    first, second = browser(app, world), browser(app, world, "second_assessor")
    ours, mine = form_on(first.get(address)), form_on(second.get(address))
    theirs = {"background-schooling_years": "9", "background-hard_life_situation": "y"}
    first.post(address, data=ours | theirs | {"background-interview_notes": "Käynyt koulua Berliinissä"})

    page = second.post(address, data=mine | {"background-languages_studied": "2"})

    assert page.status_code == 409
    assert "Completed years of schooling: 9" in page.text
    assert "Hard life situation: yes" in page.text
    assert "Foreign languages studied: not known" in page.text
    assert "Interview notes: Käynyt koulua Berliinissä" in page.text
