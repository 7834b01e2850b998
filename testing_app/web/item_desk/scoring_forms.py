"""The scoring forms: which there are, what their versions say, and the next version of one."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from testing_app.clock import now, today
from testing_app.errors import Conflict, Invalid
from testing_app.items.actions import draft_problems, make_form, make_version
from testing_app.items.queries import all_forms, get_form, version_on
from testing_app.vocabulary import FormKind, Part, TestedLanguage
from testing_app.web.current import current_actor
from testing_app.web.item_desk.forms import ScoringFormForm, values_of_version, version_form
from testing_app.web.item_desk.versions_shown import version_shown
from testing_app.web.units import reading, transaction

scoring_forms = Blueprint("scoring_forms", __name__, url_prefix="/forms", template_folder="templates")


@scoring_forms.get("/")
def listing() -> ResponseReturnValue:
    """Every scoring form with the version in force today."""
    with reading() as session:
        rows = [(form, version_on(form, today())) for form in all_forms(session)]
        return render_template("item_desk/forms.html", rows=rows)


@scoring_forms.get("/<uuid:form_id>")
def show(form_id: UUID) -> ResponseReturnValue:
    """One form: the version in force with its picture, and every version there has been."""
    with reading() as session:
        form = get_form(session, form_id)
        current = version_on(form, today())
        versions = [version_shown(version, on=today()) for version in reversed(form.versions)]
        return render_template(
            "item_desk/form.html",
            form=form,
            shown=version_shown(current, on=today()) if current else None,
            versions=versions,
        )


@scoring_forms.get("/new")
def new() -> ResponseReturnValue:
    """The page on which a scoring form is made."""
    return render_template("item_desk/new_form.html", form=ScoringFormForm())


@scoring_forms.post("/new")
def make() -> ResponseReturnValue:
    """Make a scoring form; its numbers come with its first version."""
    form = ScoringFormForm()
    if not form.validate():
        return render_template("item_desk/new_form.html", form=form), 422
    try:
        with transaction() as session:
            made = make_form(
                session,
                code=form.code.data or "",
                name=(form.name.data or "").strip(),
                part=Part(form.part.data),
                language_tested=TestedLanguage(form.language_tested.data),
                kind=FormKind(form.kind.data),
                by=current_actor(),
                now=now(),
            ).id
    except Conflict:
        form.code.errors = [_("Another scoring form has this code.")]
        return render_template("item_desk/new_form.html", form=form), 422
    return redirect(url_for(".new_version", form_id=made), 303)


@scoring_forms.get("/<uuid:form_id>/versions/new")
def new_version(form_id: UUID) -> ResponseReturnValue:
    """The page of the next version, beginning with the numbers of the last one."""
    with reading() as session:
        stored = get_form(session, form_id)
        last = stored.versions[-1] if stored.versions else None
        form = version_form(stored.kind, formdata=None, data=values_of_version(last))
        return _version_page(stored, form)


@scoring_forms.post("/<uuid:form_id>/versions/new")
def add_version(form_id: UUID) -> ResponseReturnValue:
    """Make the next version; all problems at once, nothing written is lost."""
    with reading() as session:
        stored = get_form(session, form_id)
        form = version_form(stored.kind)
        valid = form.validate()
        last = stored.versions[-1] if stored.versions else None
        if form.valid_from.data is not None:
            problems = draft_problems(form.draft(), kind=stored.kind, last=last, today=today())
            form.add_problems(problems)
            valid = valid and not problems
        if not valid:
            return _version_page(stored, form), 422
        draft = form.draft()
    try:
        with transaction() as session:
            make_version(session, form_id, draft=draft, by=current_actor(), now=now(), today=today())
    except Invalid as invalid:
        with reading() as session:
            form.add_problems(invalid.problems)
            return _version_page(get_form(session, form_id), form), 422
    flash(_("The version was made. It comes into force on its first day."), "good")
    return redirect(url_for(".show", form_id=form_id), 303)


def _version_page(stored: Any, form: Any) -> str:
    return render_template("item_desk/new_version.html", stored=stored, form=form)
