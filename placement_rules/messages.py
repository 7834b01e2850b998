"""Texts for people as a template and its facts, so that whoever shows them can translate them first."""

from collections.abc import Mapping
from dataclasses import dataclass, field


def N_(template: str) -> str:
    """Mark a template for the collector of texts; it is translated where it is shown."""
    return template


@dataclass(frozen=True)
class Message:
    """An English template with named places (`%(name)s`) and what stands in them."""

    template: str
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The message in English."""
        return self.template % self.facts
