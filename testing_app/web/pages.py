"""Pages that belong to no desk: accessibility statement, feedback, help, and the choice of language."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from testing_app import clock
from testing_app.people.actions import record_feedback
from testing_app.web.addresses import local_path
from testing_app.web.languages import PAGE_LANGUAGES
from testing_app.web.units import transaction

LONGEST_FEEDBACK = 4000
LONGEST_PATH = 200

pages = Blueprint("pages", __name__)


class FeedbackForm(FlaskForm):  # type: ignore[misc]
    """What somebody wants to tell us, and where to answer if they want an answer."""

    text = TextAreaField(
        _l("What would you like to tell us?"),
        [
            DataRequired(_l("Write your feedback.")),
            Length(max=LONGEST_FEEDBACK, message=_l("Shorten the feedback to 4000 characters.")),
        ],
    )
    contact = StringField(
        _l("Email or telephone, if you want an answer"),
        [Length(max=200, message=_l("Shorten the contact to 200 characters."))],
    )
    page = HiddenField()


@pages.get("/accessibility")
def accessibility() -> ResponseReturnValue:
    """The accessibility statement."""
    return render_template("pages/accessibility.html")


@pages.get("/help")
def help_page() -> ResponseReturnValue:
    """How the product works, in the words it uses."""
    return render_template("pages/help.html")


@pages.route("/feedback", methods=["GET", "POST"])
def feedback() -> ResponseReturnValue:
    """The feedback form; keeps what was written and thanks for it."""
    if request.method == "GET":
        form = FeedbackForm(page=local_path(request.args.get("page", "")))
        return render_template("pages/feedback.html", form=form)
    form = FeedbackForm()
    if not form.validate():
        return render_template("pages/feedback.html", form=form), 422
    page = local_path(form.page.data or "")[:LONGEST_PATH]
    with transaction() as database:
        record_feedback(
            database,
            text=(form.text.data or "").strip(),
            contact=(form.contact.data or "").strip(),
            page=page,
            now=clock.now(),
        )
    flash(_("Thank you. Your feedback has been saved."), "good")
    return redirect(url_for(".feedback", page=page))


@pages.post("/language")
def language() -> ResponseReturnValue:
    """Show pages in another language, and go back to the page one was on."""
    chosen = request.form.get("language", "")
    if chosen in PAGE_LANGUAGES:
        session["language"] = chosen
    return redirect(local_path(request.form.get("next", "")))
