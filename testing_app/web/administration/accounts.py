"""Accounts: find, add, change, close, and give out one-time links."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from testing_app.audit.actions import record
from testing_app.audit.events import Event
from testing_app.audit.queries import last_change_of
from testing_app.clock import now
from testing_app.errors import Conflict, Invalid
from testing_app.people import accounts as people
from testing_app.people import one_time_links, queries, throttle
from testing_app.web.administration.forms import AccountForm, SearchForm
from testing_app.web.administration.request_values import page_number, uuid_or_none
from testing_app.web.administration.words import event_word, kind_word, role_word, subject_word
from testing_app.web.current import current_actor, public_url
from testing_app.web.problems import show_problems
from testing_app.web.sign_in.sign_in import throttle_keys
from testing_app.web.typed import Choice, text_of
from testing_app.web.units import disclosure, reading, transaction

TOKEN_BYTES = 32

accounts = Blueprint("accounts", __name__, url_prefix="/administration/accounts", template_folder="templates")
accounts.add_app_template_filter(role_word)
accounts.add_app_template_filter(kind_word)
accounts.add_app_template_filter(event_word)
accounts.add_app_template_filter(subject_word)


@accounts.get("")
def list_accounts() -> ResponseReturnValue:
    """The accounts of one organisation or of all, by name."""
    organisation_id = uuid_or_none(request.args.get("organisation"))
    form = SearchForm(formdata=None, organisation=str(organisation_id or ""))
    return _list(form, organisation_id=organisation_id, words="", number=page_number())


@accounts.post("/search")
def search() -> ResponseReturnValue:
    """Accounts by name or e-mail; posted, so that no name lands in an address."""
    form = SearchForm()
    words = text_of(form.words)
    organisation_id = uuid_or_none(form.organisation.data)
    if not words:
        return redirect(url_for(".list_accounts", organisation=organisation_id), 303)
    return _list(form, organisation_id=organisation_id, words=words, number=1)


@accounts.get("/new")
def add() -> ResponseReturnValue:
    """The empty form of an account, once its organisation is chosen."""
    viewer = current_actor()
    organisation_id = uuid_or_none(request.args.get("organisation"))
    with reading() as session:
        if organisation_id is None:
            houses = queries.organisations(session, viewer=viewer)
            return render_template("administration/account_home.html", organisations=houses)
        organisation = queries.get_organisation(session, organisation_id, viewer=viewer)
        form = AccountForm().offer_roles_of(organisation.kind)
        return render_template("administration/account_new.html", form=form, organisation=organisation)


@accounts.post("/new")
def create() -> ResponseReturnValue:
    """Add the account and show its one-time link."""
    viewer = current_actor()
    organisation_id = uuid_or_none(request.args.get("organisation")) or UUID(int=0)
    with reading() as session:
        kind = queries.get_organisation(session, organisation_id, viewer=viewer).kind
    form = AccountForm().offer_roles_of(kind)
    if form.validate():
        token = secrets.token_urlsafe(TOKEN_BYTES)
        try:
            with transaction() as session:
                account = people.make_account(
                    session, form.details(), organisation_id=organisation_id, by=viewer, now=now()
                )
                ends_at = one_time_links.make_link(session, account.id, token=token, by=viewer, now=now())
            return _link_page(account.id, account.name, token=token, ends_at=ends_at)
        except Invalid as refusal:
            show_problems(form, refusal)
    with reading() as session:
        organisation = queries.get_organisation(session, organisation_id, viewer=viewer)
        page = render_template("administration/account_new.html", form=form, organisation=organisation)
    return page, 422


@accounts.get("/<uuid:account_id>")
def edit(account_id: UUID) -> ResponseReturnValue:
    """One account, to change."""
    with disclosure() as session:
        account = queries.get_account(session, account_id, viewer=current_actor())
        _record_viewing(session, ("account", account_id))
        form = AccountForm(
            formdata=None,
            name=account.name,
            email=account.email,
            title=account.title,
            language=account.language,
            roles=sorted(account.roles),
            active=account.active,
            version=account.version,
        ).offer_roles_of(account.organisation.kind)
        return render_template(
            "administration/account.html", form=form, account=account, waits_until=_wait_of(session, account)
        )


@accounts.post("/<uuid:account_id>")
def change(account_id: UUID) -> ResponseReturnValue:
    """Save the account; somebody else's change meanwhile is shown, and what was typed is kept."""
    viewer = current_actor()
    with reading() as session:
        kind = queries.get_account(session, account_id, viewer=viewer).organisation.kind
    form = AccountForm().offer_roles_of(kind)
    status = 422
    if form.validate():
        try:
            with transaction() as session:
                people.change_account(
                    session,
                    account_id,
                    details=form.details(),
                    version=form.version.data or 0,
                    by=viewer,
                    now=now(),
                )
            flash(_("The account has been saved."))
            return redirect(url_for(".edit", account_id=account_id), 303)
        except Invalid as refusal:
            show_problems(form, refusal)
        except Conflict:
            status = 409
    return _edit_again(form, account_id, status=status)


@accounts.post("/<uuid:account_id>/link")
def make_link(account_id: UUID) -> ResponseReturnValue:
    """Show a new one-time link, this once; earlier ones stop working."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    viewer = current_actor()
    with transaction() as session:
        account = queries.get_account(session, account_id, viewer=viewer)
        ends_at = one_time_links.make_link(session, account_id, token=token, by=viewer, now=now())
    return _link_page(account_id, account.name, token=token, ends_at=ends_at)


@accounts.post("/<uuid:account_id>/lift-wait")
def lift_wait(account_id: UUID) -> ResponseReturnValue:
    """Let a person who mistyped too often try again at once."""
    viewer = current_actor()
    with transaction() as session:
        account = queries.get_account(session, account_id, viewer=viewer)
        key = throttle_keys(account.email).account
        people.lift_wait(session, account_id, key=key, by=viewer, now=now())
    flash(_("The person can try to sign in again now."), "good")
    return redirect(url_for(".edit", account_id=account_id), 303)


def _wait_of(session: Any, account: Any) -> datetime | None:
    return throttle.wait_of(session, throttle_keys(account.email).account, now=now())


def _edit_again(form: AccountForm, account_id: UUID, *, status: int) -> ResponseReturnValue:
    with disclosure() as session:
        account = queries.get_account(session, account_id, viewer=current_actor())
        _record_viewing(session, ("account", account_id))
        changed = None
        if status == 409:
            changed = last_change_of(session, "account", account_id)
            form.version.data, form.version.raw_data = account.version, None
        names = queries.names_of_accounts(
            session, [changed.account_id] if changed and changed.account_id else []
        )
        page = render_template(
            "administration/account.html",
            form=form,
            account=account,
            changed=changed,
            names=names,
            waits_until=_wait_of(session, account),
        )
    return page, status


def _record_viewing(session: Any, subject: tuple[str, UUID | str], **details: object) -> None:
    record(session, Event.ACCOUNTS_VIEWED, by=current_actor(), now=now(), subject=subject, details=details)


def _link_page(account_id: UUID, name: str, *, token: str, ends_at: datetime) -> ResponseReturnValue:
    """Shown as the answer itself: a secret has no place in an address or a cookie of ours."""
    return render_template(
        "administration/link.html",
        account_id=account_id,
        name=name,
        ends_at=ends_at,
        link=public_url(url_for("sign_in.open_link", token=token)),
    )


def _list(form: SearchForm, *, organisation_id: UUID | None, words: str, number: int) -> ResponseReturnValue:
    viewer = current_actor()
    with disclosure() as session:
        form.organisation.choices = organisation_choices(
            queries.organisations(session, viewer=viewer), all_label=_("All organisations")
        )
        page = queries.accounts_page(
            session, viewer=viewer, organisation_id=organisation_id, words=words, number=number
        )
        _record_viewing(
            session, ("organisation", organisation_id or "all"), rows=len(page.rows), search=bool(words)
        )
        return render_template(
            "administration/accounts.html",
            form=form,
            page=page,
            words=words,
            organisation_id=organisation_id,
        )


def organisation_choices(organisations: Sequence[object], *, all_label: str) -> list[Choice]:
    """Organisations to choose from, after the choice of all."""
    return [
        Choice(value="", label=all_label),
        *(Choice(value=str(house.id), label=house.name) for house in organisations),  # type: ignore[attr-defined]
    ]
