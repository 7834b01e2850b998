"""The three ways the product says no, each with a code that pages turn into words."""

from collections.abc import Mapping
from typing import Any


class ProductError(Exception):
    """A refusal a person can understand: a code and the facts the sentence needs."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code = code
        self.facts: Mapping[str, Any] = facts


class NotFound(ProductError):
    """Nothing here that this account may see."""


class Conflict(ProductError):
    """The world has moved: taken, changed by another, already done."""


class NotAllowed(ProductError):
    """Seen, but not to be done by this account or in this state."""


class Invalid(ProductError):
    """Input that cannot be taken: `facts["problems"]` maps a field to the codes of all that is wrong."""

    def __init__(self, problems: Mapping[str, list[str]]) -> None:
        super().__init__("invalid", problems=problems)
        self.problems = problems
