"""The form of a call."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField
from wtforms.validators import Length

LONGEST_NOTE = 500


class CallForm(FlaskForm):  # type: ignore[misc]
    """What came out of the call, and the version of the task that was on the screen."""

    version = HiddenField()
    note = TextAreaField(
        _l("What was agreed"),
        validators=[Length(max=LONGEST_NOTE, message=_l("Shorten the note to 500 characters."))],
    )

    def seen(self) -> int:
        """The version on the screen; 0, which none has, when what was sent is no number."""
        text = str(self.version.data or "")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
