"""Every route stands in the one access table, and the table is enforced."""

import ast
from pathlib import Path

import pytest
from flask import Flask

from testing_app.vocabulary import Role
from testing_app.web import access
from testing_app.web.access import Permission
from tests.world import World

WEB = Path(__file__).parents[2] / "testing_app" / "web"
PUBLIC_BLUEPRINTS = {"applying", "static", "health", "pages", "desks", "sign_in", "verification"}
SECRET_ADDRESSES = {"occasion_calendar.feed"}
"""Open to whoever has the address, which holds a secret: calendar programs do not sign in."""


def endpoints(app: Flask) -> set[str]:
    return {rule.endpoint for rule in app.url_map.iter_rules()}


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_every_route_stands_in_the_access_table(app: Flask) -> None:
    assert endpoints(app) - set(access.ROUTES) == set()


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_the_access_table_names_no_route_that_is_gone(app: Flask) -> None:
    assert set(access.ROUTES) - endpoints(app) == set()


def test_every_permission_has_roles() -> None:
    assert set(access.ROLES) == set(Permission) - {Permission.EVERYBODY}


def test_only_the_public_pages_are_open_to_everybody() -> None:
    open_to_all = {
        name.split(".")[0]
        for name, permission in access.ROUTES.items()
        if permission is Permission.EVERYBODY and name not in SECRET_ADDRESSES
    }

    assert open_to_all <= PUBLIC_BLUEPRINTS


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_a_stranger_is_sent_to_the_sign_in_page_from_every_guarded_page(app: Flask) -> None:
    browser = app.test_client()
    answers = {
        path: browser.get(path).status_code
        for path, permission in guarded_paths(app)
        if permission is not Permission.EVERYBODY
    }

    assert answers
    assert set(answers.values()) == {302}


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
@pytest.mark.parametrize("role", list(Role))
def test_an_account_is_refused_every_page_its_roles_do_not_carry(
    app: Flask, world: World, role: Role
) -> None:
    browser = app.test_client()
    browser.set_cookie("lahtotaso_session", world.cookie(role))
    wrongly_served = [
        path
        for path, permission in guarded_paths(app)
        if not access.allows(permission, frozenset({role})) and browser.get(path).status_code != 403
    ]

    assert wrongly_served == []


def guarded_paths(app: Flask) -> list[tuple[str, Permission]]:
    """Every GET page as a path (identifiers filled with one that exists nowhere) and its permission."""
    nowhere = "00000000-0000-4000-8000-000000000000"
    found = []
    with app.test_request_context():
        adapter = app.url_map.bind("localhost")
        for rule in app.url_map.iter_rules():
            if "GET" in (rule.methods or ()) and rule.endpoint != "static":
                values = {name: values_for(rule._converters[name], nowhere) for name in rule.arguments}
                found.append((adapter.build(rule.endpoint, values), access.ROUTES[rule.endpoint]))
    return found


def values_for(converter: object, nowhere: str) -> object:
    items = getattr(converter, "items", None)
    if items:
        return sorted(items)[0]
    return {"IntegerConverter": 1}.get(type(converter).__name__, nowhere)


def test_no_get_view_opens_a_changing_transaction() -> None:
    offenders = [
        f"{file.relative_to(WEB)}:{function.name}"
        for file in WEB.rglob("*.py")
        for function in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef)
        and answers_only_get(function)
        and calls_transaction(function)
    ]

    assert offenders == []


def answers_only_get(function: ast.FunctionDef) -> bool:
    return any(
        isinstance(mark, ast.Call) and isinstance(mark.func, ast.Attribute) and mark.func.attr == "get"
        for mark in function.decorator_list
    )


def calls_transaction(function: ast.FunctionDef) -> bool:
    return any(
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "transaction"
        for node in ast.walk(function)
    )
