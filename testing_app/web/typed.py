"""What was typed into a text field, and the choices of a list, with their types."""

from wtforms import StringField
from wtforms.fields.choices import SelectChoice as Choice  # type: ignore[attr-defined]

__all__ = ["Choice", "text_of"]


def text_of(field: StringField) -> str:
    """The text, empty when nothing was sent."""
    return field.data or ""
