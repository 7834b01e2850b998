"""Signing in and out, and setting a password with a one-time link."""

import secrets
from datetime import datetime

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    g,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask import session as page_session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from testing_app.clock import now
from testing_app.errors import Invalid, NotFound
from testing_app.people import accounts, one_time_links, passwords, throttle
from testing_app.people import sign_in as sessions
from testing_app.settings import Settings
from testing_app.vocabulary import Access
from testing_app.web.addresses import local_path
from testing_app.web.current import COOKIE
from testing_app.web.problems import show_problems
from testing_app.web.sign_in.forms import NewPasswordForm, SignInForm
from testing_app.web.typed import text_of
from testing_app.web.units import reading, transaction

TOKEN_BYTES = 32
LINK = "one_time_link"
SECONDS_A_MINUTE = 60

sign_in = Blueprint("sign_in", __name__, template_folder="templates")


@sign_in.get("/sign-in", endpoint="sign_in")
def show_sign_in() -> ResponseReturnValue:
    """The sign-in form; whoever is signed in goes on to their desk."""
    back = local_path(request.args.get("next", ""))
    if g.actor is not None:
        return redirect(back)
    return render_template("sign_in/sign_in.html", form=SignInForm(next=back))


@sign_in.post("/sign-in", endpoint="enter")
def enter() -> ResponseReturnValue:
    """Check the password and start a session; every wrong try makes the next ones slower."""
    form = SignInForm()
    if not form.validate():
        return render_template("sign_in/sign_in.html", form=form), 422
    keys = throttle_keys(text_of(form.email))
    with transaction() as session:
        wait_until = throttle.take_turn(session, keys, now=now())
    if wait_until is not None:
        form.form_errors.append(wait_message(wait_until))
        return render_template("sign_in/sign_in.html", form=form), 429
    with reading() as session:
        found = sessions.find_credentials(session, text_of(form.email), now=now())
    if not passwords.matches(text_of(form.password), found.password_hash if found else None) or not found:
        with transaction() as session:
            sessions.record_failure(session, found.account_id if found else None, now=now())
        form.form_errors.append(_("The email address or the password is wrong. Check both and try again."))
        return render_template("sign_in/sign_in.html", form=form), 422
    if found.access is not Access.OPEN:
        return _without_access(form, found, keys)
    return _start(form, found, keys)


def _without_access(
    form: SignInForm, found: sessions.Credentials, keys: throttle.ThrottleKeys
) -> ResponseReturnValue:
    """The password was right, so its person may know that the organisation does not take part."""
    with transaction() as session:
        sessions.record_failure(session, found.account_id, now=now(), access=found.access)
        throttle.forgive(session, keys, now=now())
    if found.access is Access.ENDED:
        form.form_errors.append(_("The access of your organisation has ended. Ask your administrator."))
    else:
        form.form_errors.append(_("The access of your organisation has not begun. Ask your administrator."))
    return render_template("sign_in/sign_in.html", form=form), 422


def _start(form: SignInForm, found: sessions.Credentials, keys: throttle.ThrottleKeys) -> ResponseReturnValue:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    is_hash_old = found.password_hash is not None and passwords.needs_new_hash(found.password_hash)
    new_hash = passwords.hash_password(text_of(form.password)) if is_hash_old else None
    with transaction() as session:
        sessions.start_session(
            session, found.account_id, token=token, replaces=request.cookies.get(COOKIE), now=now()
        )
        throttle.forgive(session, keys, now=now())
        if new_hash:
            accounts.renew_hash(session, found.account_id, password_hash=new_hash)
    forget_page_session()
    answer = make_response(redirect(local_path(text_of(form.next)), 303))
    set_cookie(answer, token)
    return answer


@sign_in.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End this browser's session."""
    token = request.cookies.get(COOKIE)
    if token:
        with transaction() as session:
            sessions.end_session(session, token, by=g.actor, now=now())
    forget_page_session()
    flash(_("You have signed out."))
    answer = make_response(redirect(url_for(".sign_in"), 303))
    answer.delete_cookie(COOKIE, httponly=True, samesite="Lax", secure=_settings().behind_tls)
    return answer


@sign_in.get("/set-password/<token>")
def open_link(token: str) -> ResponseReturnValue:
    """Take the secret out of the address at once; looking at the link does not spend it."""
    page_session[LINK] = token
    return redirect(url_for(".set_password"))


@sign_in.get("/set-password")
def set_password() -> ResponseReturnValue:
    """The form for a new password, while the link is good."""
    with reading() as session:
        account = one_time_links.find_account_of_link(session, page_session.get(LINK, ""), now=now())
        if account is None:
            return render_template("sign_in/link_spent.html"), 404
        return render_template("sign_in/set_password.html", form=NewPasswordForm(), account=account)


@sign_in.post("/set-password")
def store_password() -> ResponseReturnValue:
    """Set the password, spend the link, and ask to sign in with it."""
    form = NewPasswordForm()
    token = page_session.get(LINK, "")
    try:
        if form.validate():
            with transaction() as session:
                one_time_links.use_link(session, token, password=text_of(form.password), now=now())
            page_session.pop(LINK, None)
            flash(_("Your password has been set. Sign in with it."))
            return redirect(url_for(".sign_in"), 303)
    except Invalid as refusal:
        show_problems(form, refusal)
    except NotFound:
        return render_template("sign_in/link_spent.html"), 404
    with reading() as session:
        account = one_time_links.find_account_of_link(session, token, now=now())
        return render_template("sign_in/set_password.html", form=form, account=account), 422


def throttle_keys(email: str) -> throttle.ThrottleKeys:
    """The counters of this account name and of the address the request came from."""
    secret = _settings().secret.key("sign-in throttle")
    return throttle.keys_of(email=email, address=request.remote_addr or "", secret=secret)


def wait_message(wait_until: datetime) -> str:
    """How long to wait, the same for accounts that exist and those that do not."""
    minutes = max(1, -(-int((wait_until - now()).total_seconds()) // SECONDS_A_MINUTE))
    return str(
        ngettext(
            "There have been too many tries. Wait %(num)d minute and try again.",
            "There have been too many tries. Wait %(num)d minutes and try again.",
            minutes,
        )
    )


def set_cookie(answer: Response, token: str) -> None:
    """Give the browser its token; scripts cannot read it, other sites cannot send it with a form."""
    answer.set_cookie(
        COOKIE,
        token,
        max_age=int(sessions.LONGEST.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=_settings().behind_tls,
    )


def forget_page_session() -> None:
    """A new person starts with a clean page session, but for the language chosen on this browser."""
    language = page_session.get("language")
    page_session.clear()
    if language:
        page_session["language"] = language


def _settings() -> Settings:
    found: Settings = current_app.extensions["settings"]
    return found
