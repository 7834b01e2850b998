"""The planner sees where rules are followed and why not, and never so few that somebody is recognised."""

import re
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from testing_app.audit.models import AuditEntry
from testing_app.clock import today
from testing_app.people.models import AccountRole
from testing_app.results.keys import create_ring
from testing_app.vocabulary import Role
from tests.letterbox import Letterbox
from tests.recommending import FAST, SLOW, Recommending
from tests.world import NOW, World

THIS_YEAR = today().replace(month=1, day=15)
VIEWS = ("rules", "assessors", "reasons")


@pytest.fixture
def recommending(world: World, tmp_path: Path) -> Recommending:
    return Recommending(Letterbox(world, create_ring(tmp_path / "ring", bytes(range(32)), now=NOW)))


@pytest.fixture
def planner(app: Flask, world: World) -> FlaskClient:
    web = app.test_client()
    web.set_cookie("lahtotaso_session", world.cookie(Role.COURSE_PLANNER))
    return web


def cells(page: str) -> list[list[str]]:
    """The text of every row of every table."""
    rows = re.findall(r"<tr role=.row.*?</tr>", page, re.S)
    return [
        [
            " ".join(re.sub(r"<[^>]+>", " ", cell).split())
            for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.S)
        ]
        for row in rows
    ]


def test_a_planner_sees_rules_assessors_and_the_reasons_of_many(
    world: World, recommending: Recommending, planner: FlaskClient
) -> None:
    with world.database.transaction() as session:
        recommending.add(session, number=14, tested_on=THIS_YEAR)
        recommending.add(
            session, recommended=SLOW, number=6, reason="The weakest skill is writing.", tested_on=THIS_YEAR
        )

    rules, assessors, reasons = (planner.get(f"/planner/agreement?view={view}").text for view in VIEWS)

    assert cells(rules) == [
        ["basic-path", "Integration training, basic path", "20", "14", "6", "", "70 %", "Read basic-path"],
        ["basic-path", "Integration training, basic path", "Integration training, slow path", "6"],
    ]
    assert cells(assessors) == [["Assessor centre", "20", "14", "6", "70 %"]]
    assert reasons.count("The weakest skill is writing.") == 6
    assert "Testinen" not in rules + assessors + reasons


def test_small_numbers_and_their_reasons_are_hidden_and_cannot_be_worked_out(
    world: World, recommending: Recommending, planner: FlaskClient
) -> None:
    with world.database.transaction() as session:
        recommending.add(session, number=30, tested_on=THIS_YEAR)
        recommending.add(session, recommended=SLOW, number=8, reason="Told apart.", tested_on=THIS_YEAR)
        recommending.add(
            session, suggested=SLOW, recommended=SLOW, rule="slow-path", number=12, tested_on=THIS_YEAR
        )
        recommending.add(
            session,
            suggested=SLOW,
            recommended=FAST,
            rule="slow-path",
            number=2,
            reason="Rare.",
            tested_on=THIS_YEAR,
        )
        recommending.add(
            session, suggested=FAST, recommended=FAST, rule="fast-path", number=20, tested_on=THIS_YEAR
        )

    rules, _assessors, reasons = (planner.get(f"/planner/agreement?view={view}").text for view in VIEWS)

    assert cells(rules) == [
        ["basic-path", "Integration training, basic path", "38", "hidden", "hidden", "", "hidden", ""],
        ["fast-path", "Integration training, fast path", "20", "hidden", "hidden", "", "hidden", ""],
        ["slow-path", "Integration training, slow path", "14", "hidden", "hidden", "", "hidden", ""],
    ]
    assert "<dd>62</dd>" in rules
    assert "Numbers under 5 are hidden" in rules
    assert "No reasons to show" in reasons
    assert "Rare." not in reasons


def test_a_rule_asked_for_by_hand_gives_no_hidden_reason(
    world: World, recommending: Recommending, planner: FlaskClient
) -> None:
    with world.database.transaction() as session:
        recommending.add(session, number=9, tested_on=THIS_YEAR)
        recommending.add(session, recommended=SLOW, number=2, reason="Of two people.", tested_on=THIS_YEAR)

    page = planner.get("/planner/agreement?view=reasons&rule=fi-koto-2022/1/basic-path&quarter=1").text

    assert "Of two people." not in page
    assert 'name="quarter"' not in page


@pytest.mark.parametrize("view", VIEWS)
def test_a_planner_of_another_authority_sees_nothing(
    app: Flask, world: World, recommending: Recommending, view: str
) -> None:
    with world.database.transaction() as session:
        recommending.add(session, number=9, tested_on=THIS_YEAR)
        recommending.add(session, recommended=SLOW, number=9, tested_on=THIS_YEAR)
        stranger = world.act("other_officer").account_id
        session.add(AccountRole(account_id=stranger, role=Role.COURSE_PLANNER))
    web = app.test_client()
    web.set_cookie("lahtotaso_session", world.cookie("other_officer"))

    page = web.get(f"/planner/agreement?view={view}").text

    assert "No signed results in this period" in page
    assert "As soon as a signed result" in page
    assert "fi-koto-2022" not in page
    assert cells(page) == []


@pytest.mark.parametrize(
    "role", [Role.ASSESSOR, Role.CENTRE_LEAD, Role.AUTHORITY_OFFICER, Role.TRAINING_PROVIDER]
)
@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_only_planners_may_open_it(app: Flask, world: World, role: Role) -> None:
    web = app.test_client()
    web.set_cookie("lahtotaso_session", world.cookie(role))

    assert web.get("/planner/agreement").status_code == 403


def test_every_look_is_audited_without_names_or_texts(
    world: World, recommending: Recommending, planner: FlaskClient
) -> None:
    with world.database.transaction() as session:
        recommending.add(session, recommended=SLOW, number=6, tested_on=THIS_YEAR)

    planner.get("/planner/agreement?view=reasons")

    with world.database.reading() as session:
        entry = session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "agreement_viewed")).one()
        assert entry.chain_id == world.authority
        assert entry.details == {"rows": 6, "show": "reasons"}


def test_the_navigation_says_where_the_planner_is(planner: FlaskClient) -> None:
    page = planner.get("/planner/agreement").text

    here = re.findall(r'<a href="([^"]+)"[^>]*aria-current="page"', page)
    assert set(here) == {"/planner/agreement"}


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("view", VIEWS)
def test_the_page_is_drawn_in_every_language(
    app: Flask, world: World, recommending: Recommending, planner: FlaskClient, language: str, view: str
) -> None:
    with world.database.transaction() as session:
        recommending.add(session, number=10, tested_on=THIS_YEAR)
        recommending.add(session, recommended=SLOW, number=5, tested_on=THIS_YEAR)
        recommending.add(session, recommended=FAST, number=1, tested_on=THIS_YEAR)
    app.config["WTF_CSRF_ENABLED"] = False
    planner.post("/language", data={"language": language})

    page = planner.get(f"/planner/agreement?view={view}")

    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.text
    assert "%(" not in page.text
