"""Puts what an action found wrong at the fields of the form it came from."""

from wtforms.form import BaseForm

from testing_app.errors import Invalid
from testing_app.web.messages import MESSAGES


def show_problems(form: BaseForm, refusal: Invalid) -> None:
    """Every problem at its field, or above the form when there is no such field; nothing typed changes."""
    for name, codes in refusal.problems.items():
        sentences = [str(MESSAGES.get(code, code)) for code in codes]
        if name in form:
            field = form[name]
            field.errors = [*field.errors, *sentences]
        else:
            form.form_errors.extend(sentences)
