"""What was typed into a text field, and the choices of a list, with their types."""

from uuid import UUID

from wtforms import StringField
from wtforms.fields.choices import SelectChoice as Choice  # type: ignore[attr-defined]

__all__ = ["Choice", "identifier", "text_of"]


def text_of(field: StringField) -> str:
    """The text, empty when nothing was sent."""
    return field.data or ""


def identifier(text: str) -> UUID | None:
    """What was sent as the key of a row, if it can be one."""
    try:
        return UUID(text)
    except ValueError:
        return None
