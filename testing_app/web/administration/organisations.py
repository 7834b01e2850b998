"""Organisations: list, add, change, with the days between which each exists."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from testing_app.audit.queries import last_change_of
from testing_app.clock import now, today
from testing_app.errors import Conflict, Invalid
from testing_app.people import organisations as people
from testing_app.people import queries
from testing_app.vocabulary import OrganisationKind
from testing_app.web.administration.forms import OrganisationForm
from testing_app.web.administration.request_values import page_number
from testing_app.web.current import current_actor
from testing_app.web.problems import show_problems
from testing_app.web.units import reading, transaction

organisations = Blueprint(
    "organisations", __name__, url_prefix="/administration/organisations", template_folder="templates"
)


@organisations.get("")
def list_organisations() -> ResponseReturnValue:
    """Every organisation, a page at a time."""
    with reading() as session:
        page = queries.organisations_page(session, viewer=current_actor(), number=page_number())
        return render_template("administration/organisations.html", page=page, today=today())


@organisations.get("/new")
def add() -> ResponseReturnValue:
    """The empty form of an organisation."""
    form = OrganisationForm(formdata=None, valid_from=today())
    return render_template("administration/organisation.html", form=form, organisation=None)


@organisations.post("/new")
def create() -> ResponseReturnValue:
    """Add the organisation."""
    form = OrganisationForm()
    if form.validate():
        try:
            with transaction() as session:
                people.make_organisation(
                    session,
                    form.details(),
                    kind=OrganisationKind(form.kind.data),
                    by=current_actor(),
                    now=now(),
                )
            flash(_("The organisation has been added."))
            return redirect(url_for(".list_organisations"), 303)
        except Invalid as refusal:
            show_problems(form, refusal)
    return render_template("administration/organisation.html", form=form, organisation=None), 422


@organisations.get("/<uuid:organisation_id>")
def edit(organisation_id: UUID) -> ResponseReturnValue:
    """One organisation, to change."""
    with reading() as session:
        organisation = queries.get_organisation(session, organisation_id, viewer=current_actor())
        names = people.OrganisationDetails.__dataclass_fields__
        form = OrganisationForm(
            formdata=None,
            kind=str(organisation.kind),
            version=organisation.version,
            **{name: getattr(organisation, name) for name in names},
        )
        return render_template("administration/organisation.html", form=form, organisation=organisation)


@organisations.post("/<uuid:organisation_id>")
def change(organisation_id: UUID) -> ResponseReturnValue:
    """Save the organisation; somebody else's change meanwhile is shown, and what was typed is kept."""
    viewer = current_actor()
    with reading() as session:
        kind = queries.get_organisation(session, organisation_id, viewer=viewer).kind
    form = OrganisationForm()
    form.kind.data = str(kind)
    form.kind.raw_data = [form.kind.data]
    status = 422
    if form.validate():
        try:
            with transaction() as session:
                people.change_organisation(
                    session,
                    organisation_id,
                    details=form.details(),
                    version=form.version.data or 0,
                    by=viewer,
                    now=now(),
                )
            flash(_("The organisation has been saved."))
            return redirect(url_for(".list_organisations"), 303)
        except Invalid as refusal:
            show_problems(form, refusal)
        except Conflict:
            status = 409
    return _edit_again(form, organisation_id, status=status)


def _edit_again(form: OrganisationForm, organisation_id: UUID, *, status: int) -> ResponseReturnValue:
    with reading() as session:
        organisation = queries.get_organisation(session, organisation_id, viewer=current_actor())
        changed = None
        if status == 409:
            changed = last_change_of(session, "organisation", organisation_id)
            form.version.data, form.version.raw_data = organisation.version, None
        names = queries.names_of_accounts(
            session, [changed.account_id] if changed and changed.account_id else []
        )
        page = render_template(
            "administration/organisation.html",
            form=form,
            organisation=organisation,
            changed=changed,
            names=names,
        )
    return page, status
