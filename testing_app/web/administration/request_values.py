"""Reads numbers and identifiers from an address; what makes no sense counts as not given."""

from uuid import UUID

from flask import request


def page_number() -> int:
    """The page of the list that is wanted, counted from 1."""
    typed = request.args.get("page", "1")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else 1


def uuid_or_none(typed: str | None) -> UUID | None:
    """An identifier, or None."""
    try:
        return UUID(typed or "")
    except ValueError:
        return None
