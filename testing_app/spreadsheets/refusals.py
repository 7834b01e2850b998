"""Why a file cannot be read as a sheet at all."""

from collections.abc import Mapping
from enum import StrEnum


class Refusal(StrEnum):
    """Why a whole file cannot be read."""

    NOT_FOUND = "not_found"
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    OLD_EXCEL = "old_excel"
    PASSWORD = "password"  # noqa: S105 - the reason, not a password
    BROKEN_EXCEL = "broken_excel"
    NOT_A_SHEET = "not_a_sheet"
    TOO_BIG = "too_big"
    QUOTES = "quotes"
    NO_HEADER = "no_header"


class SheetRefused(Exception):
    """The file cannot be read as a sheet."""

    def __init__(self, refusal: Refusal, facts: Mapping[str, object] | None = None) -> None:
        super().__init__(refusal.value)
        self.refusal = refusal
        self.facts = facts or {}
