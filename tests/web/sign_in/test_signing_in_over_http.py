"""Signing in, out, setting passwords and one's own account, over HTTP."""

import re
from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from testing_app import clock
from testing_app.audit.models import AuditEntry
from testing_app.people import one_time_links, passwords
from testing_app.people.models import Account, BrowserSession, Organisation
from tests.world import World

GOOD = "kolme sinistä ratasta"
EMAIL = "assessor@example.org"
STORED = passwords.hash_password(GOOD)


@pytest.fixture
def desk(app: Flask, world: World) -> FlaskClient:
    """A browser at a product where the assessor has a password."""
    app.config["WTF_CSRF_ENABLED"] = False
    with world.database.transaction() as session:
        session.execute(sa.update(Account).where(Account.email == EMAIL).values(password_hash=STORED))
    browser = app.test_client()
    browser.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return browser


def sign_in(desk: FlaskClient, email: str = EMAIL, password: str = GOOD, **more: str):
    return desk.post("/sign-in", data={"email": email, "password": password, **more})


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


def test_the_right_password_signs_in_and_leads_back_to_the_page_wanted(desk: FlaskClient):
    answer = sign_in(desk, next="/account")

    assert (answer.status_code, answer.location) == (303, "/account")
    assert desk.get("/account").status_code == 200


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(desk: FlaskClient):
    cookie = next(
        line for line in sign_in(desk).headers.getlist("Set-Cookie") if "lahtotaso_session=" in line
    )

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize("way_out", ["//evil.example", "https://evil.example/", "/\\evil.example"])
def test_signing_in_never_leads_to_another_site(desk: FlaskClient, way_out: str):
    assert sign_in(desk, next=way_out).location == "/"


def test_an_unknown_name_and_a_wrong_password_get_the_same_answer(desk: FlaskClient):
    unknown = sign_in(desk, email="nobody@example.org")
    wrong = sign_in(desk, password="something else")

    assert unknown.status_code == wrong.status_code == 422
    assert text_of(unknown) == text_of(wrong)
    assert "password is wrong" in text_of(wrong)


def test_a_refused_sign_in_keeps_the_address_that_was_typed(desk: FlaskClient):
    answer = sign_in(desk, password="something else")

    assert f'value="{EMAIL}"' in answer.get_data(as_text=True)


def test_an_account_without_a_password_cannot_be_entered(desk: FlaskClient):
    assert sign_in(desk, email="administrator@example.org", password="").status_code == 422
    assert sign_in(desk, email="administrator@example.org", password="None").status_code == 422


def test_after_five_failures_even_the_right_password_has_to_wait(desk: FlaskClient):
    for _time in range(5):
        sign_in(desk, password="wrong")

    answer = sign_in(desk)

    assert answer.status_code == 429
    assert "Wait 1 minute and try again" in text_of(answer)


def test_an_unknown_name_has_to_wait_just_as_long(desk: FlaskClient):
    for _time in range(5):
        sign_in(desk, email="nobody@example.org")

    assert sign_in(desk, email="nobody@example.org").status_code == 429


def test_a_form_without_its_token_is_refused(app: Flask, world: World):
    assert sign_in(app.test_client()).status_code == 400


def test_signing_out_ends_the_session_on_the_server(desk: FlaskClient, world: World):
    sign_in(desk)

    desk.post("/sign-out")

    assert desk.get("/account").status_code == 302
    with world.database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(BrowserSession)) == 0


def test_a_password_hashed_with_old_parameters_is_hashed_again(desk: FlaskClient, world: World):
    old = passwords.PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(GOOD)
    with world.database.transaction() as session:
        session.execute(sa.update(Account).where(Account.email == EMAIL).values(password_hash=old))

    sign_in(desk)

    with world.database.reading() as session:
        stored = session.scalars(sa.select(Account.password_hash).where(Account.email == EMAIL)).one()
    assert stored is not None
    assert not passwords.needs_new_hash(stored)


def limit_centre(world: World, **dates: date | None) -> None:
    with world.database.transaction() as session:
        house = session.get_one(Organisation, world.centre)
        for name, value in dates.items():
            setattr(house, name, value)


YESTERDAY, TOMORROW = clock.today() - timedelta(days=1), clock.today() + timedelta(days=1)


@pytest.mark.parametrize(
    ("dates", "sentence"),
    [({"valid_to": YESTERDAY}, "access of your organisation has ended"),
     ({"valid_from": TOMORROW}, "access of your organisation has not begun")],
)  # fmt: skip
def test_people_of_an_organisation_without_access_are_told_so_only_after_the_right_password(
    desk: FlaskClient, world: World, dates: dict[str, date], sentence: str
):
    limit_centre(world, **dates)

    right, wrong = sign_in(desk), sign_in(desk, password="something else")

    assert (right.status_code, wrong.status_code) == (422, 422)
    assert sentence in text_of(right)
    assert "organisation has" not in text_of(wrong)
    assert "lahtotaso_session" not in str(right.headers)
    with world.database.reading() as session:
        entries = session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "sign_in_failed")).all()
    assert sorted("organisation" in entry.details for entry in entries) == [False, True]


def test_on_its_last_day_an_organisation_still_has_access(desk: FlaskClient, world: World):
    limit_centre(world, valid_to=clock.today())

    assert sign_in(desk).status_code == 303


def test_a_living_session_ends_with_the_access_of_the_organisation(desk: FlaskClient, world: World):
    sign_in(desk)
    before = desk.get("/account").status_code
    limit_centre(world, valid_to=YESTERDAY)

    after = desk.get("/account")

    assert (before, after.status_code) == (200, 302)
    assert "/sign-in" in after.location


def make_link(world: World, token: str) -> None:
    with world.database.transaction() as session:
        account_id = world.act("course_planner").account_id
        one_time_links.make_link(session, account_id, token=token, by=None, now=clock.now())


def test_a_link_leads_to_a_new_password_and_its_secret_leaves_the_address(desk: FlaskClient, world: World):
    make_link(world, "l1")

    assert desk.get("/set-password/l1").location == "/set-password"
    page = desk.get("/set-password")
    done = desk.post("/set-password", data={"password": GOOD, "again": GOOD})

    assert "course_planner@example.org" in text_of(page)
    assert (done.status_code, done.location) == (303, "/sign-in")
    assert sign_in(desk, email="course_planner@example.org").status_code == 303
    assert desk.get("/set-password").status_code == 404


def test_every_problem_of_a_new_password_is_shown(desk: FlaskClient, world: World):
    make_link(world, "l1")
    desk.get("/set-password/l1")

    common = desk.post("/set-password", data={"password": "password", "again": "password"})
    differs = desk.post("/set-password", data={"password": GOOD, "again": "other"})

    assert (common.status_code, differs.status_code) == (422, 422)
    assert "at least 12 characters" in text_of(common)
    assert "first that are guessed" in text_of(common)
    assert "two passwords differ" in text_of(differs)


def test_a_link_that_is_not_ours_says_what_to_do(desk: FlaskClient):
    desk.get("/set-password/guess")
    answer = desk.get("/set-password")

    assert answer.status_code == 404
    assert "Ask your administrator for a new link" in text_of(answer)


def test_a_new_password_of_ones_own_signs_the_other_browsers_out(desk: FlaskClient, app: Flask):
    other = app.test_client()
    sign_in(other)
    sign_in(desk)

    answer = desk.post(
        "/account/password",
        data={"present": GOOD, "password": "neljä vihreää pilveä", "again": "neljä vihreää pilveä"},
    )

    assert answer.status_code == 303
    assert desk.get("/account").status_code == 200
    assert other.get("/account").status_code == 302


def test_a_wrong_present_password_changes_nothing(desk: FlaskClient):
    sign_in(desk)

    answer = desk.post(
        "/account/password",
        data={"present": "wrong", "password": "neljä vihreää pilveä", "again": "neljä vihreää pilveä"},
    )

    assert answer.status_code == 422
    assert "not your present password" in text_of(answer)
    assert sign_in(desk).status_code == 303


def test_ones_own_language_becomes_the_language_of_the_pages(desk: FlaskClient):
    sign_in(desk)
    desk.post("/account/details", data={"name": "Aino Arvioija", "language": "sv"})

    assert 'lang="sv"' in desk.get("/account").get_data(as_text=True)


def test_ones_other_browsers_can_be_signed_out(desk: FlaskClient, app: Flask):
    other = app.test_client()
    sign_in(other)
    sign_in(desk)

    assert "Another browser" in text_of(desk.get("/account"))
    assert desk.post("/account/sign-out-everywhere").status_code == 303
    assert other.get("/account").status_code == 302
    assert desk.get("/account").status_code == 200
