"""Who is asking: finds the account behind the cookie and asks the access table before every view."""

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import Forbidden

from testing_app.actor import Actor
from testing_app.clock import now
from testing_app.people import sign_in
from testing_app.web import access
from testing_app.web.units import database

COOKIE = "lahtotaso_session"


def install(app: Flask) -> None:
    """Guard every request of the application."""
    app.before_request(guard)


def guard() -> ResponseReturnValue | None:
    """Let the request pass, send it to the sign-in page, or refuse it."""
    g.actor = _actor_of_cookie()
    if request.endpoint is None:
        return None  # no such page: the 404 handler speaks
    permission = access.ROUTES.get(request.endpoint)
    if permission is None:
        raise Forbidden(f"{request.endpoint} is missing from the access table")
    if permission is access.Permission.EVERYBODY:
        return None
    if g.actor is None:
        return redirect(url_for("sign_in.sign_in", next=_path_to_come_back_to()))
    if not access.allows(permission, g.actor.roles):
        abort(403)
    return None


def current_actor() -> Actor:
    """The signed-in account; only for views whose permission asks for one."""
    actor: Actor | None = g.get("actor")
    if actor is None:
        abort(403)
    return actor


def may(permission: access.Permission) -> bool:
    """Whether the page may offer this to the one who looks at it."""
    actor: Actor | None = g.get("actor")
    return actor is not None and access.allows(permission, actor.roles)


def _actor_of_cookie() -> Actor | None:
    token = request.cookies.get(COOKIE)
    if not token or request.endpoint in ("static", "health.show"):
        return None
    with database().glance() as session:
        found = sign_in.find_signed_in(session, token, now=now())
    if found is None:
        return None
    if found.is_touch_due:
        with database().transaction() as session:
            sign_in.touch(session, token, now=now())
    return found.actor


def _path_to_come_back_to() -> str | None:
    return request.path if request.method == "GET" and request.path != "/" else None


def public_url(path: str) -> str:
    """The address of a page as people outside type it."""
    base: str = current_app.config["PUBLIC_URL"]
    return base + path
