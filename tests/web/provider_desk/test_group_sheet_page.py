"""A sheet of course groups at the provider's desk: looked at first, then brought in whole."""

import base64
import io
from typing import Any

import sqlalchemy as sa

from testing_app.courses.models import CourseGroup
from testing_app.vocabulary import Role
from tests.world import World

GOOD = (
    "Tunnus;Nimi;Kieli;Laji;Polku;Moduuli;Alkaa;Päättyy;Paikkoja;Paikkakunta;Oma sarake\n"
    "K2-14;Suomi M2;suomi;työvoimakoulutus;integration-basic;M2;12.1.2027;30.4.2027;20;Vantaa;x\n"
).encode()
BAD = GOOD + b"K2-15;Suomi;suomi;kerho;oma polku;M2;31.2.2027;30.4.2027;moni;Vantaa;\n"


def browser(app: Any, world: World) -> Any:
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    client.set_cookie("lahtotaso_session", world.cookie(Role.TRAINING_PROVIDER))
    return client


def look_at(app: Any, world: World, content: bytes) -> Any:
    sheet = (io.BytesIO(content), "groups.csv")
    return browser(app, world).post("/provider/groups/import", data={"sheet": sheet})


def codes(world: World) -> list[str]:
    with world.database.reading() as session:
        return list(session.scalars(sa.select(CourseGroup.code)))


def test_a_good_sheet_is_shown_and_nothing_is_kept_yet(app: Any, world: World) -> None:
    page = look_at(app, world, GOOD)

    assert page.status_code == 200
    assert "K2-14" in page.text
    assert "Oma sarake" in page.text
    assert codes(world) == []


def test_every_problem_is_listed_with_row_and_column(app: Any, world: World) -> None:
    page = look_at(app, world, BAD)

    assert page.status_code == 422
    for column in ("Laji", "Polku", "Alkaa", "Paikkoja"):
        assert f"Row 3, {column}" in page.text
    assert codes(world) == []


def test_the_sheet_comes_in_as_drafts(app: Any, world: World) -> None:
    content = base64.b64encode(GOOD).decode()

    answer = browser(app, world).post("/provider/groups/import/confirm", data={"content": content})

    assert answer.status_code == 303
    assert codes(world) == ["K2-14"]


def test_a_code_that_is_taken_is_told_before_anything_is_kept(app: Any, world: World) -> None:
    content = base64.b64encode(GOOD).decode()
    browser(app, world).post("/provider/groups/import/confirm", data={"content": content})

    page = look_at(app, world, GOOD)

    assert page.status_code == 422
    assert "Row 2: Another of your groups has this code." in page.text


def test_what_is_no_sheet_is_told_in_words(app: Any, world: World) -> None:
    page = look_at(app, world, b"PK\x03\x04 not really")

    assert page.status_code == 422
    assert "The Excel file is damaged." in page.text
