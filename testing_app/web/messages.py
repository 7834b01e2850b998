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
    # --- bookings
    # --- sittings
    # --- results
    # --- sheets
}


def message_of(error: ProductError) -> str:
    """The sentence for a refusal, with its facts; the code itself when nobody wrote one."""
    text = MESSAGES.get(error.code)
    if text is None:
        return error.code
    return str(text) % dict(error.facts) if error.facts else str(text)
