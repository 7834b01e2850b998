"""One's own account: name, language, password, and the browsers one is signed in with."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask import session as page_session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from testing_app.clock import now
from testing_app.errors import Invalid
from testing_app.people import accounts, passwords, queries, throttle
from testing_app.people import sign_in as sessions
from testing_app.web.current import COOKIE, current_actor
from testing_app.web.problems import show_problems
from testing_app.web.sign_in.forms import ChangePasswordForm, OwnDetailsForm
from testing_app.web.sign_in.sign_in import throttle_keys, wait_message
from testing_app.web.typed import text_of
from testing_app.web.units import reading, transaction

own_account = Blueprint("own_account", __name__, url_prefix="/account", template_folder="templates")


@own_account.get("")
def show() -> ResponseReturnValue:
    """The account as its person sees it."""
    return _page(details=None, password=None), 200


@own_account.post("/details")
def change_details() -> ResponseReturnValue:
    """A new name or another language of the pages."""
    form = OwnDetailsForm()
    if not form.validate():
        return _page(details=form, password=None), 422
    with transaction() as session:
        accounts.change_own_details(
            session, name=text_of(form.name), language=form.language.data, by=current_actor(), now=now()
        )
    page_session.pop("language", None)  # the account's language holds again
    flash(_("Your details have been saved."))
    return redirect(url_for(".show"), 303)


@own_account.post("/password")
def change_password() -> ResponseReturnValue:
    """A new password for whoever knows the present one; other browsers are signed out."""
    form = ChangePasswordForm()
    if not form.validate() or not _knows_present_password(form):
        return _page(details=None, password=form), 422
    try:
        with transaction() as session:
            accounts.change_password(
                session,
                password=text_of(form.password),
                by=current_actor(),
                keep=request.cookies.get(COOKIE),
                now=now(),
            )
    except Invalid as refusal:
        show_problems(form, refusal)
        return _page(details=None, password=form), 422
    flash(_("Your password has been changed. Other browsers have been signed out."))
    return redirect(url_for(".show"), 303)


@own_account.post("/sign-out-everywhere")
def sign_out_everywhere() -> ResponseReturnValue:
    """End every session of this account but the present one."""
    with transaction() as session:
        sessions.sign_out_elsewhere(session, by=current_actor(), keep=request.cookies.get(COOKIE), now=now())
    flash(_("Your other browsers have been signed out."))
    return redirect(url_for(".show"), 303)


def _knows_present_password(form: ChangePasswordForm) -> bool:
    """Guessing here is slowed like guessing at the sign-in page."""
    with reading() as session:
        account = queries.get_account(session, current_actor().account_id, viewer=current_actor())
        email, stored = account.email, account.password_hash
    keys = throttle_keys(email)
    with transaction() as session:
        wait_until = throttle.take_turn(session, keys, now=now())
    if wait_until is not None:
        form.present.errors = [wait_message(wait_until)]
        return False
    if not passwords.matches(text_of(form.present), stored):
        form.present.errors = [_("This is not your present password.")]
        return False
    with transaction() as session:
        throttle.forgive(session, keys, now=now())
    return True


def _page(*, details: OwnDetailsForm | None, password: ChangePasswordForm | None) -> str:
    viewer = current_actor()
    token = request.cookies.get(COOKIE, "")
    with reading() as session:
        account = queries.get_account(session, viewer.account_id, viewer=viewer)
        if details is None:
            details = OwnDetailsForm(formdata=None, name=account.name, language=account.language)
        return render_template(
            "sign_in/own_account.html",
            account=account,
            organisation=viewer.organisation_name,
            roles=sorted(viewer.roles),
            details=details,
            password=password or ChangePasswordForm(formdata=None),
            sent=password or details,
            browsers=[
                (row, queries.is_token_of(row, token))
                for row in queries.sessions_of(session, viewer=viewer, now=now())
            ],
        )
