"""Course groups from a sheet: every row and problem is seen before anything is kept."""

import base64
import io
import re
from typing import Any

import pytest
import sqlalchemy as sa

from testing_app.courses.models import CourseGroup
from tests.web.courses_made import browser_of
from tests.world import World

HEADINGS = "Code of the group;Name;Language taught;Kind of training;Track;Module;Starts;Ends;Places;Town"
GOOD = "K1;Finnish 1;Finnish;labour market;integration-basic;M1;12.1.2027;30.4.2027;20;Tampere"
BAD = "K2;Finnish 2;Klingon;labour market;integration-basic;M1;31.2.2027;30.4.2027;many;Tampere"


def shown(app: Any, world: World, *rows: str) -> tuple[Any, Any]:
    """The provider's browser and the preview of a sheet with these rows."""
    browser = browser_of(app, world, "training_provider")
    file = io.BytesIO("\n".join((HEADINGS, *rows)).encode())
    return browser, browser.post("/provider/groups/import", data={"sheet": (file, "groups.csv")})


def stored(world: World) -> list[CourseGroup]:
    with world.database.reading() as session:
        groups = list(session.scalars(sa.select(CourseGroup)))
        session.expunge_all()
        return groups


def test_a_good_sheet_is_shown_then_kept_as_drafts(app: Any, world: World) -> None:
    browser, page = shown(app, world, GOOD)
    before = stored(world)
    content = re.search(r'name="content"[^>]*value="([^"]+)"', page.text)
    assert content is not None

    done = browser.post(
        "/provider/groups/import/confirm", data={"content": content[1]}, follow_redirects=True
    )

    assert page.status_code == 200
    assert "Integration training, basic path, module M1" in page.text
    assert before == []
    assert "1 group is kept as a draft." in done.text
    assert [(group.code, group.published_at) for group in stored(world)] == [("K1", None)]


def test_every_problem_of_every_row_is_shown_and_nothing_is_kept(app: Any, world: World) -> None:
    browser, page = shown(app, world, GOOD, BAD)
    content = base64.b64encode("\n".join((HEADINGS, GOOD, BAD)).encode()).decode()

    forced = browser.post("/provider/groups/import/confirm", data={"content": content})

    assert page.status_code == 422
    for told in ("“31.2.2027”", "“many”", "“Klingon”", "Write a day as 12.3.2027."):
        assert told in page.text
    assert "Bring in these groups" not in page.text
    assert forced.status_code == 422
    assert stored(world) == []


def test_a_code_that_is_taken_is_told_before_the_import(app: Any, world: World) -> None:
    browser, page = shown(app, world, GOOD)
    content = base64.b64encode("\n".join((HEADINGS, GOOD)).encode()).decode()
    browser.post("/provider/groups/import/confirm", data={"content": content})

    _browser, again = shown(app, world, GOOD)

    assert page.status_code == 200
    assert again.status_code == 422
    assert "Another of your groups has this code." in again.text


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "Choose a file."),
        (b"%PDF-1.7 no sheet", "There is no row of headings"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "old Excel file"),
        (b"x" * 300_001, "larger than 300 kB"),
    ],
)
def test_what_is_no_sheet_is_said_plainly(app: Any, world: World, content: bytes, told: str) -> None:
    browser = browser_of(app, world, "training_provider")

    page = browser.post("/provider/groups/import", data={"sheet": (io.BytesIO(content), "groups.csv")})

    assert page.status_code == 422
    assert told in page.text


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_the_empty_sheet_is_read_once_it_has_a_row(app: Any, world: World) -> None:
    browser = browser_of(app, world, "training_provider")

    empty = browser.get("/provider/groups/import/headings.csv")
    page = browser.post(
        "/provider/groups/import", data={"sheet": (io.BytesIO(empty.data), "course-groups.csv")}
    )

    assert empty.data.startswith("\ufeff".encode())
    assert "There is no group below the headings." in page.text
