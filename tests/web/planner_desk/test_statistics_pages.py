"""Pages of statistics over HTTP: who sees which, what is hidden, what is audited, and what the files hold."""

import csv
import io
import re
from collections.abc import Mapping

import openpyxl
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from benchmarks.country import Area, fill
from testing_app.advice.models import AdvicePoint
from testing_app.audit.events import Event
from testing_app.audit.models import AuditEntry
from testing_app.clock import today
from testing_app.people.models import Account, BrowserSession
from testing_app.people.sign_in import token_hash
from testing_app.persistence.database import Database
from tests.world import NOW

LAST_YEAR = today().year - 1
SUBJECTS = {
    "planner": ["tests", "waits", "courses", "visits"],
    "lead": ["tests"],
    "provider": ["waits", "courses"],
    "adviser": ["tests", "visits"],
}


@pytest.fixture
def area(database: Database) -> Area:
    found = fill(database, seed=3, scale=1 / 200, until=today(), quiet=True)[0]
    with database.transaction() as session:
        session.execute(sa.update(Account).values(language="en"))
    return found


@pytest.fixture
def browsers(app: Flask, database: Database, area: Area) -> Mapping[str, FlaskClient]:
    found = {}
    for who in SUBJECTS:
        found[who] = app.test_client()
        found[who].set_cookie("lahtotaso_session", f"token-{who}")
        with database.transaction() as session:
            session.execute(
                sa.insert(BrowserSession).values(
                    token_hash=token_hash(f"token-{who}"), account_id=area.accounts[who], created_at=NOW,
                    seen_at=NOW.replace(year=2100), expires_at=NOW.replace(year=2100),
                )
            )  # fmt: skip
    return found


def entries(database: Database, event: Event) -> int:
    with database.reading() as session:
        query = sa.select(sa.func.count()).where(AuditEntry.action == event)
        return session.scalar(query) or 0


def test_everybody_sees_the_subjects_of_their_own_house(browsers: Mapping[str, FlaskClient]) -> None:
    for who, subjects in SUBJECTS.items():
        page = browsers[who].get(f"/statistics?year={LAST_YEAR}").text

        assert re.findall(r'href="/statistics\?subject=(\w+)&amp;language', page) == subjects


def test_every_subject_opens_whole_and_cut(browsers: Mapping[str, FlaskClient]) -> None:
    for who, subjects in SUBJECTS.items():
        for subject in subjects:
            page = browsers[who].get(f"/statistics?subject={subject}&year={LAST_YEAR}")
            slices = re.findall(r'value="(\w+:[^"]+)"', page.text)
            assert page.status_code == 200
            for value in (*slices[:1], *slices[-3:]):
                address = f"/statistics?subject={subject}&year={LAST_YEAR}&only={value}"
                assert browsers[who].get(address).status_code == 200


def test_a_slice_or_year_that_does_not_exist_is_a_problem_not_a_fault(
    browsers: Mapping[str, FlaskClient],
) -> None:
    for query in ("only=area:Nowhere", "only=month:13", "only=quarter:x", "year=1999", "language=xx"):
        for path in ("/statistics", "/statistics/download"):
            assert browsers["planner"].get(f"{path}?{query}").status_code == 422


def test_looking_and_taking_along_leave_audit_entries(
    browsers: Mapping[str, FlaskClient], database: Database
) -> None:
    browsers["planner"].get("/statistics?subject=waits")
    browsers["planner"].get("/planner/home")
    browsers["planner"].get("/statistics/download?subject=waits&kind=xlsx")

    assert entries(database, Event.STATISTICS_VIEWED) == 2
    assert entries(database, Event.STATISTICS_DOWNLOADED) == 1


def test_no_number_from_1_to_4_stands_in_a_column_of_people(browsers: Mapping[str, FlaskClient]) -> None:
    for subject in SUBJECTS["planner"]:
        for only in ("whole", "quarter:2", "month:3", "language:uk", "language:th"):
            address = f"/statistics/download?subject={subject}&year={LAST_YEAR}&only={only}&kind=csv"
            answer = browsers["planner"].get(address)
            if answer.status_code != 200:
                continue  # nobody of this language this year
            counted = False
            for row in csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"):
                if len(row) > 1 and row[1] in ("People", "Results", "Began", "Visits", "People waiting"):
                    counted = True
                elif len(row) < 2:
                    counted = False
                elif counted and row[1].isdecimal():
                    assert not 0 < int(row[1]) < 5, (subject, only, row)


def test_files_hold_no_formula_and_nobody_by_name(
    browsers: Mapping[str, FlaskClient], database: Database, area: Area
) -> None:
    with database.transaction() as session:
        for prefix, point in zip("=+-@", session.scalars(sa.select(AdvicePoint)).all(), strict=False):
            point.name = f"\x01 {prefix}HYPERLINK({point.id})"
    address = f"/statistics/download?subject=visits&year={LAST_YEAR}"

    text = browsers["planner"].get(f"{address}&kind=csv").text
    book = openpyxl.load_workbook(io.BytesIO(browsers["planner"].get(f"{address}&kind=xlsx").data))

    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert "HYPERLINK" in text
    assert any("HYPERLINK" in str(cell.value) for cell in cells)
    assert all(cell.data_type in ("s", "n") for cell in cells)
    for row in csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";"):
        assert not any(value.strip().startswith(("=", "+", "-", "@")) for value in row)
    assert "Henkilö" not in text
    assert len(book.sheetnames) >= 6


def test_the_first_page_of_a_planner_says_what_could_open_next(browsers: Mapping[str, FlaskClient]) -> None:
    answer = browsers["planner"].get("/", follow_redirects=True)

    assert answer.request.path == "/planner/home"
    assert "Which group could open next" in answer.text


def test_charts_have_their_table_beside_and_a_name(browsers: Mapping[str, FlaskClient]) -> None:
    page = browsers["planner"].get(f"/statistics?subject=waits&year={LAST_YEAR}").text

    assert page.count('role="img"') == len(re.findall(r'aria-labelledby="chart-[\w-]+-title"', page))
    assert page.count("<caption>") >= page.count('role="img"') > 0
