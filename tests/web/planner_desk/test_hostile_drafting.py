"""Whatever stands in a draft or comes with a form, the planner's pages answer with a page and not a fault."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient

from testing_app.vocabulary import Role
from tests.world import World

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)

HUGE = "9" * 5000
TOP = 'id = "ours"\nversion = 1\nanswers = "placement"\n'


@pytest.fixture
def planner(app: Flask, world: World) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    web = app.test_client()
    web.set_cookie("lahtotaso_session", world.cookie(Role.COURSE_PLANNER))
    return web


def uploaded(planner: FlaskClient, text: str) -> str:
    answer = planner.post("/planner/rules/new", data={"file": (BytesIO(text.encode()), "rules.toml")})
    assert answer.status_code == 303, answer.text
    return str(answer.location)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "= nonsense",
        TOP + 'name = "just a text"\nvalid_from = "soon"\n',
        TOP + "area = 3\nvalid_from = 7\nvalid_to = []\nlanguages = 4\n[name]\nfi = 5\n",
        TOP + "tables = 5\nreasons = 1\nlabels = []\nsources = 0\ninputs = 3\n",
        TOP + '[tables]\ntrack = "text"\n[reasons]\nx = 4\n[labels]\ny = "z"\n',
        TOP + "[tables.track]\nrows = 4\n",
        TOP + '[tables.track]\nrows = [1, "two", []]\n',
        TOP + "[[tables.track.rows]]\nrule = 4\nwhen = 5\ngives = []\nbecause = { a = 1 }\nsource = 9\n",
        TOP + '[[tables.track.rows]]\nrule = "a"\nwhen = [1, { reading = [] }, { reading = { x = 1 } }]\n',
        TOP + 'include = { id = "fi-koto-2022", version = 1 }\n[tables.track]\nrows = 7\n',
        TOP + 'include = { id = "fi-koto-2022", version = 1 }\ntables = []\nreasons = 4\n',
        TOP + 'include = { id = "ours", version = 1 }\n',
        TOP + "include = 4\n",
    ],
)
def test_a_draft_of_any_shape_can_be_opened_and_sent_back(planner: FlaskClient, text: str) -> None:
    address = uploaded(planner, text)
    row = {
        "r0.rule": "a",
        "r0.gives": "integration-basic",
        "r0.l0.because": "",
        "r0.l0.t0.subject": "reading",
    }

    for page in ("", "/text", "/file", "/basics", "/tables/track", "/texts/reasons", "/texts/labels"):
        assert planner.get(address + page).status_code in (200, 404, 409), page
    for data in ({"do": "save", "version": "1"}, {"do": "add"}, {"do": "save", "version": "1", **row}):
        assert planner.post(f"{address}/tables/track", data=data).status_code in (200, 303, 404, 409)
    for section in ("reasons", "labels"):
        data = {"code": "x", "0.fi": "a", "version": "1"}
        assert planner.post(f"{address}/texts/{section}", data=data).status_code in (200, 303, 409)
    data = {"rule_set_id": "ours", "number": "2", "valid_from": "1.1.2027", "version": "1"}
    assert planner.post(f"{address}/basics", data=data).status_code in (200, 303, 409, 422)
    for page in ("/planner/rules", "/planner/rules/impact", "/rules"):
        assert planner.get(page).status_code == 200


def test_numbers_beyond_all_bounds_are_no_numbers(planner: FlaskClient) -> None:
    address = uploaded(planner, TOP)
    chosen = {"language": "fi", "starts_on": "1.1.2099", "note": "Why."}

    for name in (f"ours@{HUGE}", "ours@99999999999999999999", f"ours@{'9' * 9}", "ours@0", "@1"):
        assert planner.post("/planner/rules/choose", data={**chosen, "rule_set": name}).status_code == 422
    assert planner.post(f"{address}/delete", data={"version": HUGE}).status_code == 409
    for button in ("save", f"up:{HUGE}", f"unline:0:{HUGE}"):
        data = {"do": button, "version": HUGE, "r0.rule": "a"}
        assert planner.post(f"{address}/tables/track", data=data).status_code in (404, 409)
