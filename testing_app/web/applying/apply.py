"""The public page on which anybody applies for a language test; only the application is kept."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from testing_app.applications.actions import receive_application
from testing_app.clock import now, today
from testing_app.people import throttle
from testing_app.people.authorities import authorities_on
from testing_app.settings import Settings
from testing_app.web.applying.forms import ApplyForm
from testing_app.web.sign_in.sign_in import wait_message
from testing_app.web.units import reading, transaction

applying = Blueprint("applying", __name__, url_prefix="/apply", template_folder="templates")


@applying.get("")
def show_form() -> ResponseReturnValue:
    """The form, nothing chosen beforehand."""
    return render_template("applying/apply.html", form=ApplyForm(_authorities(), formdata=None))


@applying.post("")
def send() -> ResponseReturnValue:
    """Keep the application; every problem is told at once, and too many from one address have to wait."""
    form = ApplyForm(_authorities())
    if not form.validate():
        return render_template("applying/apply.html", form=form), 422
    with transaction() as session:
        wait_until = throttle.take_turn_of_address(session, _address_key(), now=now())
        if wait_until is None:
            receive_application(session, form.facts(), now=now())
    if wait_until is not None:
        form.form_errors.append(wait_message(wait_until))
        return render_template("applying/apply.html", form=form), 429
    return redirect(url_for(".thanks"), 303)


@applying.get("/thanks")
def thanks() -> ResponseReturnValue:
    """What happens next."""
    return render_template("applying/thanks.html")


def _authorities() -> list[tuple[str, str]]:
    """Every authority to choose from, with its town where the name does not say it."""
    with reading() as session:
        found = [(str(each.id), each.name, each.city) for each in authorities_on(session, today())]
    return [
        (code, f"{name} ({city})" if city and city.casefold() not in name.casefold() else name)
        for code, name, city in found
    ]


def _address_key() -> str:
    settings: Settings = current_app.extensions["settings"]
    secret = settings.secret.key("application throttle")
    return throttle.keys_of(email="", address=request.remote_addr or "", secret=secret).address
