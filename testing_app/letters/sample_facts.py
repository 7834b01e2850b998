"""Facts about an invented person, to show what a letter looks like."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from testing_app.letters.facts import (
    CourseFacts,
    CoursePlaceFacts,
    InvitationFacts,
    LetterFacts,
    NoShowFacts,
    QueueNoticeFacts,
    SeatCancelledFacts,
    SeatChangedFacts,
    SeatFacts,
)
from testing_app.vocabulary import LetterKind, TestedLanguage

SEAT = SeatFacts(
    on=date(2026, 3, 12),
    starts=time(9, 0),
    ends=time(11, 30),
    centre_name="Helsingin testauspaikka",
    address="Hämeentie 15, 00500 Helsinki",
    room="B 204",
    phone="+358 9 310 8610",
)
EARLIER = SeatFacts(
    on=date(2026, 3, 10),
    starts=time(13, 0),
    ends=time(15, 0),
    centre_name="Helsingin testauspaikka",
    address="Hämeentie 15, 00500 Helsinki",
)
COURSE = CourseFacts(
    name="Kotoutumiskoulutus K26-3",
    track="integration-basic",
    module="M2",
    organiser="Esimerkkiopisto",
    address="Opistokuja 2, 00550 Helsinki",
    online=True,
    starts_on=date(2026, 4, 13),
    ends_on=date(2026, 9, 30),
    weekdays=(0, 2),
    begins=time(9, 0),
    finishes=time(14, 15),
    contact_name="Kaisa Koski",
    contact_phone="+358 40 999 0001",
)
_TO_SOMEBODY: dict[str, Any] = {
    "candidate_name": "Ali Hassan Nuur",
    "postal_address": ("Esimerkkikatu 1 A 2", "00100 Helsinki"),
    "contact_language": "fi",
    "authority_name": "Helsingin työvoimaviranomainen",
    "contact_name": "Pekka Virtanen",
    "contact_phone": "+358 50 123 4567",
    "printed_on": datetime(2026, 2, 20, 8, 0, tzinfo=UTC),
}
INVITATION = InvitationFacts(
    **_TO_SOMEBODY, language_tested=TestedLanguage.FINNISH, seat=SEAT, interpreter=True
)
SAMPLES: Mapping[LetterKind, LetterFacts] = {
    LetterKind.INVITATION: INVITATION,
    LetterKind.SEAT_CHANGED: SeatChangedFacts(**_TO_SOMEBODY, seat=SEAT, earlier=EARLIER),
    LetterKind.SEAT_CANCELLED: SeatCancelledFacts(**_TO_SOMEBODY, seat=SEAT, waits=True),
    LetterKind.COURSE_PLACE: CoursePlaceFacts(**_TO_SOMEBODY, course=COURSE, answer_by=date(2026, 3, 20)),
    LetterKind.QUEUE_NOTICE: QueueNoticeFacts(
        **_TO_SOMEBODY, track="integration-slow", module="M1", queued_on=date(2026, 1, 15)
    ),
    LetterKind.NO_SHOW: NoShowFacts(**_TO_SOMEBODY, seat=SEAT),
}
"""One letter of every kind but the result, which is drawn from a signed document."""
