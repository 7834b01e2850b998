"""What each refusal code means in the reader's language."""

from collections.abc import Mapping

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from testing_app.errors import ProductError

MESSAGES: Mapping[str, LazyString] = {
    "changed_meanwhile": _l(
        "Somebody else changed this while you had it open. Open the page again to see it."
    ),
    # --- people
    "password_too_short": _l("Write a password of at least 12 characters."),
    "password_too_long": _l("Write a password of at most 200 characters."),
    "password_too_common": _l("This password is among the first that are guessed. Choose another."),
    "password_contains_own": _l("Leave your own name and email address out of the password."),
    "email_taken": _l("Another account has this email address."),
    "no_role": _l("Choose at least one role."),
    "role_not_of_kind": _l("Choose only roles that belong to this kind of organisation."),
    "own_administrator_role": _l("You cannot take the administrator's role from yourself."),
    "own_account": _l("You cannot close your own account."),
    "organisation_name_taken": _l("Another organisation has this name."),
    "ends_before_it_begins": _l("The last day is before the first day."),
    "no_such_account": _l("There is no such account."),
    "no_such_organisation": _l("There is no such organisation."),
    "no_such_feedback": _l("There is no such feedback."),
    # --- bookings
    # --- sittings
    "not_checked_in": _l("The candidate has not been checked in."),
    "battery_is_signed": _l(
        "The result is signed. Begin a correction on the page of the result to change scores."
    ),
    "sitting_has_scores": _l("Scores have been entered for this candidate, so the arrival stays."),
    "absence_needs_reason": _l("Choose what happened and the reason. Go back and choose both."),
    "form_code_taken": _l("Another scoring form has this code."),
    # --- results
    # --- sheets
}


def message_of(error: ProductError) -> str:
    """The sentence for a refusal, with its facts; the code itself when nobody wrote one."""
    text = MESSAGES.get(error.code)
    if text is None:
        return error.code
    return str(text) % dict(error.facts) if error.facts else str(text)
