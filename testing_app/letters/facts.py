"""What letters say, as plain facts: one dataclass for each kind of letter, none with an identity code."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import ClassVar
from urllib.parse import quote_plus

from testing_app.letters.own_names import NO_OWN_NAMES, OwnNames
from testing_app.vocabulary import AssessmentLength, LetterKind, OccasionKind, TestedLanguage

MAP = "https://www.openstreetmap.org/search?query="


@dataclass(frozen=True, kw_only=True)
class OnMap:
    """Something with an address that a map finds."""

    address: str

    @property
    def map_link(self) -> str:
        """An address that opens a map, percent-encoded."""
        return MAP + quote_plus(self.address)

    @property
    def map_text(self) -> str:
        """The same address as a person can type it."""
        return MAP.removeprefix("https://") + "+".join(self.address.split())


@dataclass(frozen=True, kw_only=True)
class SeatFacts(OnMap):
    """When and where somebody is expected; `address` is the occasion's own place when it has one."""

    on: date
    starts: time
    ends: time | None
    centre_name: str
    room: str = ""
    phone: str = ""
    occasion_kind: OccasionKind = OccasionKind.TEST


@dataclass(frozen=True, kw_only=True)
class CourseFacts(OnMap):
    """A course group as its learners need to know it; `track` and `module` are codes, the letter has words.

    `weekdays` are numbers, Monday 0; `names` are those that only a rule set can give.
    """

    name: str
    track: str
    module: str | None
    organiser: str
    online: bool
    starts_on: date
    ends_on: date
    weekdays: tuple[int, ...] = ()
    begins: time | None = None
    finishes: time | None = None
    price_cents: int = 0
    contact_name: str = ""
    contact_phone: str = ""
    names: OwnNames = field(default=NO_OWN_NAMES)

    @property
    def price(self) -> str:
        """`120,50 €`, as on Finnish price tags."""
        return f"{self.price_cents // 100},{self.price_cents % 100:02d} €"


@dataclass(frozen=True, kw_only=True)
class LetterFacts:
    """What every letter to a candidate says; `printed_on` is aware, `authority_name` the sender's name."""

    kind: ClassVar[LetterKind]

    candidate_name: str
    postal_address: tuple[str, ...]
    contact_language: str
    authority_name: str
    contact_name: str
    contact_phone: str
    printed_on: datetime


@dataclass(frozen=True, kw_only=True)
class InvitationFacts(LetterFacts):
    """A seat has been reserved."""

    kind = LetterKind.INVITATION

    language_tested: TestedLanguage
    seat: SeatFacts
    interpreter: bool = False
    length: AssessmentLength = AssessmentLength.SHORT


@dataclass(frozen=True, kw_only=True)
class SeatChangedFacts(LetterFacts):
    """The seat is at another time or place than the letter before said."""

    kind = LetterKind.SEAT_CHANGED

    seat: SeatFacts
    earlier: SeatFacts
    interpreter: bool = False


@dataclass(frozen=True, kw_only=True)
class SeatCancelledFacts(LetterFacts):
    """The seat is no more; `waits` when the candidate is on the waiting list for another."""

    kind = LetterKind.SEAT_CANCELLED

    seat: SeatFacts
    waits: bool = False


@dataclass(frozen=True, kw_only=True)
class CoursePlaceFacts(LetterFacts):
    """A course place is held until `answer_by`, or confirmed when that is None."""

    kind = LetterKind.COURSE_PLACE

    course: CourseFacts
    answer_by: date | None


@dataclass(frozen=True, kw_only=True)
class QueueNoticeFacts(LetterFacts):
    """The candidate waits for a course of this track and module since `queued_on`."""

    kind = LetterKind.QUEUE_NOTICE

    track: str
    module: str | None
    queued_on: date
    names: OwnNames = field(default=NO_OWN_NAMES)


@dataclass(frozen=True, kw_only=True)
class NoShowFacts(LetterFacts):
    """The candidate did not come; the letter asks why."""

    kind = LetterKind.NO_SHOW

    seat: SeatFacts
