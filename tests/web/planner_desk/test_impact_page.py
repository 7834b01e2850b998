"""The planner sees who would move before rules change: own results only, nothing small, nothing changed."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from testing_app.audit.models import AuditEntry
from testing_app.clock import today
from testing_app.people.models import Candidate
from testing_app.persistence.database import Database
from testing_app.placements.models import Recommendation, StoredSuggestion
from testing_app.results.keys import create_ring
from testing_app.results.models import SignedResult
from testing_app.rule_sets import rules
from testing_app.rule_sets.actions import draft_rule_set
from testing_app.vocabulary import Role
from tests.letterbox import Letterbox
from tests.world import NOW, World

THIS_YEAR = date(today().year, 1, 15)
SHIPPED = "fi-koto-2022@1"
PATH = "/planner/rules/impact"
HEADINGS = (
    "Candidate;Reading;Writing;Listening;Speaking;Literacy;Study readiness;Languages studied;Schooling years;"
    "Mother tongue;Municipality"
)
READS_ARABIC = "other script;basic;1;7"


def evidence(schooling: int) -> dict[str, Any]:
    skills = ("reading", "writing", "listening", "speaking")
    return {
        **{skill: {"state": "taken", "level": "A1.2"} for skill in skills},
        "literacy": "other_script",
        "study_readiness": "basic",
        "languages_studied": 1,
        "schooling_years": schooling,
    }


@pytest.fixture
def letterbox(world: World, tmp_path: Path) -> Letterbox:
    return Letterbox(world, create_ring(tmp_path / "ring", bytes(range(32)), now=NOW))


@pytest.fixture
def planner(app: Flask, world: World) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    web = app.test_client()
    web.set_cookie("lahtotaso_session", world.cookie(Role.COURSE_PLANNER))
    return web


@pytest.fixture
def draft(database: Database, world: World) -> str:
    """A draft in which seven years of schooling are too few."""
    text = (rules.shipped_text("fi-koto-2022", 1) or "").replace('"below 6"', '"below 8"')
    text = text.replace("\nversion = 1", "\nversion = 1").replace('id = "fi-koto-2022"', 'id = "oma-koto"')
    with database.transaction() as session:
        made = draft_rule_set(session, text=text, by=world.act(Role.COURSE_PLANNER), now=NOW)
        return str(made.id)


def sign(
    database: Database, letterbox: Letterbox, number: int, *, schooling: int = 9, authority: Any = None
) -> None:
    with database.transaction() as session:
        for _ in range(number):
            result = letterbox.add_result(session, tested_on=THIS_YEAR)
            result.authority_id = authority or result.authority_id
            made = session.get_one(Recommendation, result.recommendation_id)
            session.get_one(StoredSuggestion, made.suggestion_id).evidence = evidence(schooling)
            person = session.get_one(Candidate, result.candidate_id)
            person.mother_tongue, person.municipality = "fa", "Espoo"


def ask(planner: FlaskClient, new: str, **more: str) -> Any:
    return planner.get(PATH, query_string={"old": SHIPPED, "new": new, **more})


def seen(database: Database) -> list[AuditEntry]:
    with database.reading() as session:
        return list(session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "impact_viewed")))


def test_first_there_is_only_the_question(planner: FlaskClient, draft: str) -> None:
    answer = planner.get(PATH)

    assert answer.status_code == 200
    assert "Choose what to compare with" in answer.text
    assert f'value="{draft}"' in answer.text
    assert f'selected value="{SHIPPED}"' in answer.text


def test_a_draft_is_compared_on_signed_results(
    database: Database, letterbox: Letterbox, planner: FlaskClient, draft: str
) -> None:
    sign(database, letterbox, 20)
    sign(database, letterbox, 6, schooling=7)

    page = ask(planner, draft).text

    assert "<dd>26</dd>" in page
    assert "<dd>6 (23.1%)</dd>" in page
    assert "Nothing signed changes." in page
    assert "Integration training, basic path, module M2" in page
    assert 'href="/rules/fi-koto-2022/1#rule-basic-path"' in page
    assert f'{draft}#rule-latin-unsure"' in page
    assert "Espoo" in page
    assert "Persian, Dari" in page


def test_small_numbers_are_hidden(
    database: Database, letterbox: Letterbox, planner: FlaskClient, draft: str
) -> None:
    sign(database, letterbox, 20)
    sign(database, letterbox, 3, schooling=7)

    page = ask(planner, draft).text

    assert "<dd>23</dd>" in page
    assert "<dd>hidden</dd>" in page
    assert ">3<" not in page
    assert ">20<" not in page
    assert "Numbers under 5 are hidden" in page


def test_results_of_another_authority_are_never_counted(
    database: Database, letterbox: Letterbox, planner: FlaskClient, draft: str, world: World
) -> None:
    sign(database, letterbox, 7)
    sign(database, letterbox, 9, schooling=7, authority=world.other_authority)

    page = ask(planner, draft).text

    assert "<dd>7</dd>" in page
    assert "Nobody would move" in page


def test_each_comparison_leaves_an_audit_entry_and_nothing_else(
    database: Database, letterbox: Letterbox, planner: FlaskClient, draft: str
) -> None:
    sign(database, letterbox, 6, schooling=7)
    with database.reading() as session:
        before = session.execute(sa.select(SignedResult.document, SignedResult.track)).all()

    planner.get(PATH)
    assert seen(database) == []
    ask(planner, draft)

    (entry,) = seen(database)
    assert entry.subject_id == "oma-koto@1"
    assert entry.details["old"] == SHIPPED
    assert entry.details["population"] == "signed_results"
    with database.reading() as session:
        assert session.execute(sa.select(SignedResult.document, SignedResult.track)).all() == before


def test_an_empty_period_says_so(planner: FlaskClient, draft: str) -> None:
    assert "Nobody to compare" in ask(planner, draft).text


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"new": "fi-koto-2022@99"}, "Not a valid choice"),
        ({"language": "sv"}, "This rule set does not judge tests of this language."),
        ({"year": "1999"}, "Not a valid choice"),
    ],
)
def test_what_cannot_be_compared_is_said_at_its_field(
    planner: FlaskClient, draft: str, more: dict[str, str], sentence: str
) -> None:
    asked = {"new": draft, **more}

    answer = ask(planner, **asked)

    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert sentence.lower() in answer.text.lower()


def test_a_draft_with_errors_is_named_and_refused(
    database: Database, planner: FlaskClient, world: World
) -> None:
    with database.transaction() as session:
        broken = draft_rule_set(
            session,
            text='id = "x"\nversion = 1\nanswers = "placement"\n',
            by=world.act(Role.COURSE_PLANNER),
            now=NOW,
        ).id

    answer = ask(planner, str(broken))

    assert answer.status_code == 422
    assert "This draft has errors. Mend it first." in answer.text


def test_a_draft_of_another_authority_is_not_there(
    database: Database, app: Flask, planner: FlaskClient, draft: str, world: World
) -> None:
    with database.transaction() as session:
        session.execute(
            sa.text("UPDATE rule_set_texts SET authority_id = :other"), {"other": world.other_authority.hex}
        )

    assert ask(planner, draft).status_code == 404
    assert ask(planner, "not-a-draft").status_code == 404


def upload(planner: FlaskClient, new: str, text: str, **fields: str) -> Any:
    return planner.post(
        PATH,
        query_string={"old": SHIPPED, "new": new},
        data={"sheet": (io.BytesIO(text.encode()), "results.csv"), **fields},
    )


def rows(number: int, *, level: str = "A1.2") -> str:
    return "\n".join(
        [
            HEADINGS,
            *(f"K{each};{';'.join([level] * 4)};{READS_ARABIC};arabia;Turku" for each in range(number)),
        ]
    )


def test_a_sheet_is_compared_and_nothing_of_it_is_kept(
    database: Database, planner: FlaskClient, draft: str
) -> None:
    answer = upload(planner, draft, rows(8))

    assert answer.status_code == 200
    assert "<dd>8 (100.0%)</dd>" in answer.text
    assert "Turku" in answer.text
    assert "Nothing of it was kept." in answer.text
    (entry,) = seen(database)
    assert entry.details["population"] == "sheet"
    with database.reading() as session:
        assert session.scalar(sa.text("SELECT count(*) FROM sheet_imports")) == 0


def test_bad_rows_are_told_and_can_be_left_out(planner: FlaskClient, draft: str) -> None:
    text = rows(8) + "\nK99;A9.9;A1.2;A1.2;A1.2;" + READS_ARABIC + ";;"

    refused = upload(planner, draft, text)
    taken = upload(planner, draft, text, leave_out_bad="y")

    assert refused.status_code == 422
    assert "A9.9" in refused.text
    assert taken.status_code == 200
    assert "<dd>8 (100.0%)</dd>" in taken.text


def test_what_is_no_sheet_is_refused(planner: FlaskClient, draft: str) -> None:
    assert upload(planner, draft, "nothing").status_code == 422
    assert planner.post(PATH, query_string={"old": SHIPPED, "new": draft}).status_code == 422
    assert "Choose a file." in planner.post(PATH, query_string={"old": SHIPPED, "new": draft}).text


@pytest.mark.parametrize(
    ("language", "track"),
    [("fi", "Kotoutumiskoulutus"), ("sv", "Integrationsutbildning"), ("en", "Integration")],
)
def test_the_page_speaks_the_readers_language(
    database: Database, letterbox: Letterbox, planner: FlaskClient, draft: str, language: str, track: str
) -> None:
    sign(database, letterbox, 6, schooling=7)
    with planner.session_transaction() as cookie:
        cookie["language"] = language

    answer = ask(planner, draft)

    assert f'lang="{language}"' in answer.text
    assert track in answer.text


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.AUTHORITY_OFFICER, Role.ADMINISTRATOR])
def test_only_planners_compare(app: Flask, world: World, role: Role) -> None:
    web = app.test_client()
    web.set_cookie("lahtotaso_session", world.cookie(role))

    assert web.get(PATH).status_code == 403
