"""Draws the controls of a form as HTML, as WTForms would, but in one go: a battery page has some eighty."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape
from wtforms import Field
from wtforms.widgets import CheckboxInput, HiddenInput, NumberInput, TextArea, TextInput

DRAWN_HERE = frozenset({TextInput, HiddenInput, CheckboxInput, NumberInput, TextArea})


def control(field: Field, hint: str | None, width: int | str | None, extra: Mapping[str, Any]) -> Markup:
    """The element of a field, tied to its hint and its problems."""
    attributes = dict(extra)
    if width:
        attributes["class"] = f"{attributes.get('class', '')} width-{width}".strip()
    described = [f"{field.id}-hint"] if hint or field.description else []
    if field.errors:
        described.append(f"{field.id}-error")
        attributes["aria-invalid"] = "true"
    if described:
        attributes["aria-describedby"] = " ".join(described)
    return drawn(field, attributes)


def drawn(field: Field, attributes: Mapping[str, Any]) -> Markup:
    """An input or text area with its attributes; WTForms draws every other kind itself."""
    widget: Any = field.widget
    kind, value = type(widget), getattr(field, "_value", str)
    if field.render_kw or kind not in DRAWN_HERE or getattr(field, "_datalist", None):
        return Markup(field(**attributes))  # noqa: S704 - WTForms escapes
    own = {"id": field.id, **_flags(field), **attributes, "name": field.name}
    if kind is TextArea:
        # Every value is escaped by `attributes_in_html` and `escape`.
        return Markup(f"<textarea {attributes_in_html(own)}>\r\n{escape(value())}</textarea>")  # noqa: S704
    own.setdefault("type", widget.input_type)
    own.setdefault("value", value())
    if kind is CheckboxInput and field.data:
        own.setdefault("checked", True)
    return Markup(f"<input {attributes_in_html(own)}>")  # noqa: S704 - escaped by `attributes_in_html`


def attributes_in_html(attributes: Mapping[str, Any]) -> str:
    """Attributes in the order of their names; True stands for a bare name, False for none."""
    return " ".join(
        name if value is True else f'{name}="{escape(value)}"'
        for name, value in sorted(attributes.items())
        if value is not False
    )


def _flags(field: Field) -> dict[str, Any]:
    """What the validators and the kind of element tell the browser."""
    widget: Any = field.widget
    told = vars(field.flags)
    known = {name: told[name] for name in told if name in widget.validation_attrs}
    steps = ((name, getattr(widget, name, None)) for name in ("step", "min", "max"))
    known.update((name, value) for name, value in steps if value is not None)
    return {name: value() if callable(value) else value for name, value in known.items()}
