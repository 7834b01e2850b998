"""The panel "Parts to give" of the battery page, and the oral level of the interview that it asks for."""

import re
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from testing_app.sittings.actions import open_sitting
from testing_app.sittings.evidence import evidence_of
from testing_app.sittings.from_sheet import record_levels_from_sheet
from testing_app.sittings.queries import Sitting, get_sitting
from testing_app.vocabulary import BookingState, Literacy, Part, PartState, Role, TestedLanguage
from tests.web.centre_desk.test_battery_page import form_on
from tests.world import NOW, World

QUERIES_OF_THE_PAGE = 11


def new_sitting(world: World, language: TestedLanguage = TestedLanguage.FINNISH, **background: Any) -> UUID:
    with world.database.transaction() as session:
        occasion = world.add_occasion(session, language_tested=language)
        booking = world.add_booking(session, occasion, world.add_candidate(session))
        booking.state = BookingState.ARRIVED
        session.flush()
        sitting = open_sitting(session, booking.id, by=world.act(Role.ASSESSOR), now=NOW)
        for name, value in background.items():
            setattr(sitting.background, name, value)
        return sitting.id


def browser(app: Any, world: World, who: Role | str = Role.ASSESSOR, language: str = "en") -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    client: FlaskClient = app.test_client()
    client.set_cookie("lahtotaso_session", world.cookie(who))
    client.post("/language", data={"language": language, "next": "/"})
    return client


def stored(world: World, sitting_id: UUID) -> Sitting:
    with world.database.transaction() as session:
        return get_sitting(session, sitting_id, viewer=world.act(Role.ASSESSOR))


def panel(client: FlaskClient, sitting_id: UUID) -> str:
    page = client.get(f"/centre/sittings/{sitting_id}").text
    found = re.search(r'<section class="card parts-to-give".*?</section>', page, re.S)
    assert found is not None
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


def save(client: FlaskClient, sitting_id: UUID, **values: str) -> int:
    address = f"/centre/sittings/{sitting_id}"
    return client.post(address, data=form_on(client.get(address)) | values).status_code


def test_an_interview_that_nobody_recorded_is_named_with_its_field(app: Any, world: World) -> None:
    client, sitting_id = browser(app, world), new_sitting(world)

    page = client.get(f"/centre/sittings/{sitting_id}").text

    assert '<a href="#background-interview_level">level heard in the interview</a>' in page
    assert 'id="background-interview_level"' in page
    assert (
        "The battery can be suggested when these are known: level heard in the interview , literacy"
        in panel(client, sitting_id)
    )


def test_the_level_heard_is_saved_shown_again_and_chooses_the_battery(app: Any, world: World) -> None:
    client = browser(app, world)
    studied = {"literacy": Literacy.LATIN_FLUENT, "schooling_years": 16, "languages_studied": 2}
    sitting_id = new_sitting(world, **studied)

    answer = save(client, sitting_id, **{"background-interview_level": "A1.2"})

    assert answer == 303
    assert stored(world, sitting_id).background.interview_level == "A1.2"
    assert form_on(client.get(f"/centre/sittings/{sitting_id}"))["background-interview_level"] == "A1.2"
    assert "Suggested battery: fast" in panel(client, sitting_id)
    assert save(client, sitting_id, **{"background-interview_level": ""}) == 303
    assert stored(world, sitting_id).background.interview_level is None


def test_a_level_that_is_not_on_the_list_is_refused(app: Any, world: World) -> None:
    client, sitting_id = browser(app, world), new_sitting(world)

    answer = save(client, sitting_id, **{"background-interview_level": "yli_C1.1"})

    assert answer == 422
    assert stored(world, sitting_id).background.interview_level is None


def test_two_who_heard_another_level_are_asked_which_is_right(app: Any, world: World) -> None:
    first, second = browser(app, world), browser(app, world, "second_assessor")
    sitting_id = new_sitting(world)
    address = f"/centre/sittings/{sitting_id}"
    opened = form_on(first.get(address))
    save(second, sitting_id, **{"background-interview_level": "A2.1"})

    answer = first.post(address, data=opened | {"background-interview_level": "A1.1"})

    assert answer.status_code == 409
    assert "Oral level heard in the interview: A2.1" in answer.text
    assert "Parts to give" in answer.text
    assert stored(world, sitting_id).background.interview_level == "A2.1"


def test_a_sheet_leaves_the_interview_alone(world: World) -> None:
    sitting_id, assessor = new_sitting(world, interview_level="B1.1"), world.act(Role.ASSESSOR)
    other_id = new_sitting(world, literacy=Literacy.LATIN_FLUENT, interview_level="A1.1")
    with world.database.transaction() as session:
        found = evidence_of(get_sitting(session, other_id, viewer=assessor))
        sitting = get_sitting(session, sitting_id, viewer=assessor)
        taken = record_levels_from_sheet(session, sitting, found, by=assessor, now=NOW)

    assert taken
    assert stored(world, sitting_id).background.literacy is Literacy.LATIN_FLUENT
    assert stored(world, sitting_id).background.interview_level == "B1.1"


def test_parts_move_from_waiting_to_done(app: Any, world: World) -> None:
    client = browser(app, world)
    sitting_id = new_sitting(world, literacy=Literacy.LATIN_TECHNICAL)
    before = panel(client, sitting_id)

    save(client, sitting_id, **{"reading-state": "taken", "reading-points": "23", "logic-state": "skipped"})

    after = panel(client, sitting_id)
    assert "Writing once this is known: reading" in before
    assert "Writing The reading level is A2.1: the writing tasks can be understood." in after
    assert "Done Logic , Reading comprehension" in after


def test_a_part_that_is_not_suggested_is_given_all_the_same(app: Any, world: World) -> None:
    client = browser(app, world)
    sitting_id = new_sitting(world, literacy=Literacy.NONE)

    answer = save(client, sitting_id, **{"writing-state": "interrupted", "mathematics-state": "taken"})

    assert answer == 303
    states = {row.part: row.state for row in stored(world, sitting_id).parts}
    assert states[Part.WRITING] is PartState.INTERRUPTED


@pytest.mark.parametrize(("language", "battery"), [("fi", "tavallinen"), ("sv", "vanligt"), ("en", "normal")])
@pytest.mark.parametrize("tested", list(TestedLanguage))
def test_the_panel_speaks_the_reader_s_language(
    app: Any, world: World, language: str, battery: str, tested: TestedLanguage
) -> None:
    sitting_id = new_sitting(world, tested, literacy=Literacy.LATIN_TECHNICAL)

    assert battery in panel(browser(app, world, language=language), sitting_id)


def test_a_day_without_a_rule_set_has_no_panel(app: Any, world: World) -> None:
    sitting_id = new_sitting(world)
    with world.database.transaction() as session:
        sitting = session.get_one(Sitting, sitting_id)
        sitting.tested_on = sitting.tested_on.replace(year=2020)

    page = browser(app, world).get(f"/centre/sittings/{sitting_id}")

    assert page.status_code == 200
    assert "Parts to give" not in page.text


def test_the_panel_costs_one_query(app: Any, world: World) -> None:
    client, sitting_id = browser(app, world), new_sitting(world)
    client.get(f"/centre/sittings/{sitting_id}")
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        statements.append(statement)

    sa.event.listen(world.database.engine, "before_cursor_execute", note)
    client.get(f"/centre/sittings/{sitting_id}")
    sa.event.remove(world.database.engine, "before_cursor_execute", note)

    assert sum("FROM rule_set_activations" in statement for statement in statements) == 1
    assert len(statements) <= QUERIES_OF_THE_PAGE


def test_a_part_does_not_wait_for_a_skill_that_got_no_level(app: Any, world: World) -> None:
    known = {"literacy": Literacy.LATIN_TECHNICAL, "schooling_years": 9, "interview_level": "A1.2"}
    client, sitting_id = browser(app, world), new_sitting(world, **known)
    assert "Writing once this is known: reading" in panel(client, sitting_id)

    save(client, sitting_id, **{"reading-state": "not_assessable"})

    assert "Writing you decide: no level was given for reading" in panel(client, sitting_id)
