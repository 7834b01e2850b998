"""What a person can wait for: one line of the queue, and what of it is counted."""

from dataclasses import dataclass
from enum import StrEnum

from testing_app.vocabulary import TestedLanguage


@dataclass(frozen=True)
class CourseLine:
    """A course group one waits for: the language taught, the track and, where it has them, the module."""

    language_tested: TestedLanguage
    track: str
    module: str | None

    @property
    def pair(self) -> tuple[str, str | None]:
        """Track and module, as a mixed group lists whom it admits."""
        return self.track, self.module


@dataclass(frozen=True, kw_only=True)
class QueueLine:
    """One line of the queue in one area: how many wait and how long, in days since the test."""

    line: CourseLine
    area: str
    waiting: int
    proposed: int
    held: int
    longest_days: int
    median_days: float
    groups_coming: int
    free_places: int


class Because(StrEnum):
    """Why a step was added to a person's path."""

    QUEUED = "queued"
    PLACE_CONFIRMED = "place_confirmed"
    STARTED = "started"
    COMPLETED = "completed"
    INTERRUPTED = "interrupted"
