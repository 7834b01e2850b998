"""Guards the centre's page of agreement: about colleagues, so audited, and assessors see only themselves."""

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from testing_app.audit.models import AuditEntry
from testing_app.clock import today
from testing_app.results.keys import create_ring
from testing_app.vocabulary import Role
from tests.letterbox import Letterbox
from tests.recommending import ASSESSOR_DECIDES, FAST, SLOW, Recommending
from tests.world import NOW, World

THIS_YEAR = today().replace(month=1, day=15)
VIEWS = ("rules", "assessors", "reasons")


@pytest.fixture
def recommending(world: World, tmp_path: Path) -> Recommending:
    return Recommending(Letterbox(world, create_ring(tmp_path / "ring", bytes(range(32)), now=NOW)))


def browser(app: Flask, world: World, who: Role | str) -> FlaskClient:
    client = app.test_client()
    client.set_cookie("lahtotaso_session", world.cookie(who))
    return client


def test_whoever_looks_at_the_agreement_of_assessors_leaves_an_audit_entry(app: Any, world: World) -> None:
    page = browser(app, world, Role.CENTRE_LEAD).get("/centre/agreement?view=assessors")

    with world.database.reading() as session:
        entry = session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "agreement_viewed")).one()
        assert page.status_code == 200
        assert entry.account_id == world.act(Role.CENTRE_LEAD).account_id
        assert entry.details == {"rows": 0, "show": "assessors"}


def test_a_lead_reads_numbers_by_rule_and_what_was_recommended_instead(
    app: Flask, world: World, recommending: Recommending
) -> None:
    with world.database.transaction() as session:
        recommending.add(session, number=9, tested_on=THIS_YEAR)
        recommending.add(session, recommended=SLOW, number=3, tested_on=THIS_YEAR)
        recommending.add(
            session, suggested=ASSESSOR_DECIDES, recommended=FAST, rule="latin-unsure", tested_on=THIS_YEAR
        )

    page = browser(app, world, Role.CENTRE_LEAD).get("/centre/agreement").text

    assert "<dt>Compared with a suggestion</dt><dd>12</dd>" in page
    assert "<dd>75 %</dd>" in page
    assert 'href="/rules#rule-basic-path"' in page
    assert "Integration training, slow path" in page
    assert "The assessor decides" in page
    assert '<rect class="bars-fill"' in page
    assert "hidden so that nobody can be recognised" not in page


@pytest.mark.parametrize("view", VIEWS)
def test_an_assessor_never_sees_a_colleagues_row_or_reason(
    app: Flask, world: World, recommending: Recommending, view: str
) -> None:
    with world.database.transaction() as session:
        recommending.add(session, recommended=SLOW, reason="Own words here.", tested_on=THIS_YEAR)
        recommending.add(
            session,
            recommended=FAST,
            by="second_assessor",
            reason="Words of a colleague.",
            tested_on=THIS_YEAR,
        )

    page = browser(app, world, Role.ASSESSOR).get(f"/centre/agreement?view={view}").text

    assert "Second Assessor" not in page
    assert "Words of a colleague." not in page
    assert "fast path" not in page
    assert ("Own words here." in page) is (view == "reasons")


def test_agreeing_nearly_always_gets_a_gentle_word_when_there_are_enough_cases(
    app: Flask, world: World, recommending: Recommending
) -> None:
    with world.database.transaction() as session:
        recommending.add(session, number=20, tested_on=THIS_YEAR)
        recommending.add(session, number=5, by="second_assessor", tested_on=THIS_YEAR)

    page = browser(app, world, Role.CENTRE_LEAD).get("/centre/agreement?view=assessors").text

    assert "Nearly always the same: 20 of 20. Worth talking about." in page
    assert page.count("Nearly always the same") == 1
    assert "too few to say" in page


def test_reasons_are_read_rule_by_rule_without_the_candidate(
    app: Flask, world: World, recommending: Recommending
) -> None:
    with world.database.transaction() as session:
        result = recommending.add(
            session, recommended=SLOW, reason="Needs <b>more</b> time.", tested_on=THIS_YEAR
        )
        recommending.add(
            session, suggested=FAST, rule="fast-path", reason="Starts again slowly.", tested_on=THIS_YEAR
        )
        number = result.candidate.number

    lead = browser(app, world, Role.CENTRE_LEAD)
    everything = lead.get("/centre/agreement?view=reasons").text
    one_rule = lead.get("/centre/agreement?view=reasons&rule=fi-koto-2022/1/basic-path").text

    assert "Needs &lt;b&gt;more&lt;/b&gt; time." in everything
    assert "Starts again slowly." in everything
    assert "Starts again slowly." not in one_rule
    assert f"January {THIS_YEAR.year}" in everything
    for word in ("Testinen", "Aino", number):
        assert word not in everything


@pytest.mark.parametrize("view", VIEWS)
def test_nothing_yet_says_what_will_appear(app: Flask, world: World, view: str) -> None:
    page = browser(app, world, Role.CENTRE_LEAD).get(f"/centre/agreement?view={view}").text

    assert "As soon as a course group is recommended" in page


def test_filters_that_do_not_exist_are_problems_or_fall_back(
    app: Flask, world: World, recommending: Recommending
) -> None:
    with world.database.transaction() as session:
        recommending.add(session, tested_on=THIS_YEAR)

    lead = browser(app, world, Role.CENTRE_LEAD)

    assert lead.get("/centre/agreement?quarter=7").status_code == 422
    assert lead.get("/centre/agreement?language=de").status_code == 422
    for query in ("view=x", "rule_set=x", "rule_set=/²", "rule_set=a/999999999999", "rule=y", "page=-4"):
        answer = lead.get(f"/centre/agreement?{query}")
        assert answer.status_code == 200
        assert "<dd>1</dd>" in answer.text
    assert "No recommendations in this period" in lead.get("/centre/agreement?quarter=4").text


@pytest.mark.parametrize("view", VIEWS)
def test_more_recommendations_ask_the_database_no_more_often(
    app: Flask, world: World, recommending: Recommending, view: str
) -> None:
    lead, asked = browser(app, world, Role.CENTRE_LEAD), []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    def statements() -> int:
        asked.clear()
        sa.event.listen(world.database.engine, "before_cursor_execute", note)
        lead.get(f"/centre/agreement?view={view}")
        sa.event.remove(world.database.engine, "before_cursor_execute", note)
        return len(asked)

    with world.database.transaction() as session:
        recommending.add(session, recommended=SLOW, tested_on=THIS_YEAR)
    lead.get("/centre/agreement")
    few = statements()
    with world.database.transaction() as session:
        recommending.add(session, recommended=FAST, number=12, by="second_assessor", tested_on=THIS_YEAR)
        recommending.add(session, suggested=FAST, number=9, rule="fast-path", tested_on=THIS_YEAR)

    assert statements() == few


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
@pytest.mark.parametrize("view", VIEWS)
def test_the_page_is_drawn_in_every_language(
    app: Flask, world: World, recommending: Recommending, language: str, view: str
) -> None:
    with world.database.transaction() as session:
        recommending.add(session, number=10, tested_on=THIS_YEAR)
        recommending.add(session, recommended=SLOW, tested_on=THIS_YEAR)
    app.config["WTF_CSRF_ENABLED"] = False
    lead = browser(app, world, Role.CENTRE_LEAD)
    lead.post("/language", data={"language": language})

    page = lead.get(f"/centre/agreement?view={view}")

    assert page.status_code == 200
    assert f'<html lang="{language}"' in page.text
    assert "%(" not in page.text
