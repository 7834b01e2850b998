"""Calendar files: the right hour all year, the same entry after a change, nobody named."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import uuid4

import pytest
from icalendar import Calendar

from testing_app.actor import Actor
from testing_app.bookings.calendar import CalendarWords, calendar_of_booking, calendar_of_centre
from testing_app.bookings.calendar_feeds import (
    end_feed,
    feeds_of,
    find_followed_centre,
    followed_occasions,
    make_feed,
)
from testing_app.bookings.models import Booking, CalendarFeed, Occasion
from testing_app.clock import HELSINKI
from testing_app.errors import Conflict, NotAllowed, NotFound
from testing_app.people.models import Candidate, Organisation
from testing_app.vocabulary import BookingState, OccasionKind, Role, TestedLanguage
from tests.world import NOW, TODAY, World

WORDS = CalendarWords(
    titles={OccasionKind.TEST: "Kielitesti", OccasionKind.INFORMATION_SESSION: "Infotilaisuus"},
    bring="Ota kuvallinen henkilötodistus mukaan.",
    call="Soita:",
    seats="%(taken)s/%(seats)s paikkaa varattu",
    languages={"fi": "suomi", "sv": "ruotsi"},
)


def occasion(**values: Any) -> Occasion:
    centre = Organisation(
        name="Kuusilahden testauspaikka", street="Koulukatu 1, ovi; B", post_code="99100", city="Kuusilahti",
        phone="040 1234567",
    )  # fmt: skip
    given: dict[str, Any] = {"held_on": date(2026, 3, 27), "starts_at": time(9), "ends_at": time(13)}
    given |= {"id": uuid4(), "seats": 20, "taken": 3, "version": 1, "room": "204", "place": ""}
    given |= {"language_tested": TestedLanguage.FINNISH, "kind": OccasionKind.TEST, "centre": centre}
    return Occasion(**{**given, **values})


def booking(on: Occasion, **values: Any) -> Booking:
    person = Candidate(family_name="Salainen", given_names="Tuntematon", number="K100001")
    return Booking(
        **{"id": uuid4(), "occasion": on, "candidate": person, "state": BookingState.BOOKED, "version": 1}
        | values
    )


def event_of(drawn: bytes) -> Any:
    (event,) = Calendar.from_ical(drawn).walk("VEVENT")
    return event


def read(drawn: bytes) -> str:
    """The file with its folded lines joined."""
    return drawn.decode().replace("\r\n ", "")


def test_a_file_says_when_where_and_what_to_bring_and_names_nobody() -> None:
    seat = booking(occasion())

    drawn = calendar_of_booking(seat, words=WORDS, now=NOW)

    event = event_of(drawn)
    assert event["summary"] == "Kielitesti"
    assert event["location"] == "Kuusilahden testauspaikka, 204, Koulukatu 1, ovi; B, 99100 Kuusilahti"
    assert event["description"] == "Ota kuvallinen henkilötodistus mukaan.\nSoita: 040 1234567"
    assert event["status"] == "CONFIRMED"
    assert "TRIGGER:-P1D" in read(drawn)
    for word in ("Salainen", "Tuntematon", "K100001"):
        assert word not in read(drawn)


@pytest.mark.parametrize(
    ("on", "hours_to_utc"),
    [(date(2026, 3, 28), 2), (date(2026, 3, 29), 3), (date(2026, 10, 24), 3), (date(2026, 10, 25), 2)],
)
def test_the_hour_is_finnish_on_both_sides_of_the_change_of_clocks(on: date, hours_to_utc: int) -> None:
    drawn = calendar_of_booking(booking(occasion(held_on=on)), words=WORDS, now=NOW)

    assert f"DTSTART;TZID=Europe/Helsinki:{on:%Y%m%d}T090000" in read(drawn)
    assert event_of(drawn)["dtstart"].dt.astimezone(UTC).hour == 9 - hours_to_utc


def test_the_time_zone_in_the_file_agrees_with_the_world_for_forty_years() -> None:
    drawn = calendar_of_booking(booking(occasion()), words=WORDS, now=NOW)
    (zone,) = Calendar.from_ical(drawn).walk("VTIMEZONE")

    in_file = zone.to_tz(lookup_tzid=False)

    begin = datetime(1997, 1, 1, 12, 0)  # noqa: DTZ001 - wall times, given their zones below
    for day in range(365 * 40):
        at = begin + timedelta(days=day)
        assert at.replace(tzinfo=in_file).utcoffset() == at.replace(tzinfo=HELSINKI).utcoffset(), at


def test_lines_are_folded_at_75_octets_and_end_as_the_standard_says() -> None:
    drawn = calendar_of_booking(
        booking(occasion(place="Åkerbyntie 1, Äijälän koulu " * 5)), words=WORDS, now=NOW
    )

    lines = drawn.split(b"\r\n")
    assert lines[-1] == b""
    assert b"\n" not in b"".join(lines)
    assert max(map(len, lines)) <= 75


def test_a_moved_seat_is_the_same_entry_and_newer() -> None:
    seat = booking(occasion(version=7))
    before = event_of(calendar_of_booking(seat, words=WORDS, now=NOW))

    seat.occasion, seat.version = occasion(held_on=date(2026, 4, 10), version=1), 2
    after = event_of(calendar_of_booking(seat, words=WORDS, now=NOW))

    assert after["uid"] == before["uid"]
    assert after["sequence"] > before["sequence"]
    assert after["dtstart"].dt.day == 10


def test_a_cancelled_seat_says_so_and_reminds_nobody() -> None:
    given_back = booking(occasion(), state=BookingState.CANCELLED)
    of_a_cancelled_day = booking(occasion(cancelled_at=NOW))

    for seat in (given_back, of_a_cancelled_day):
        drawn = calendar_of_booking(seat, words=WORDS, now=NOW)
        assert event_of(drawn)["status"] == "CANCELLED"
        assert "VALARM" not in read(drawn)


def test_a_feed_lists_the_days_of_a_centre_with_their_seats() -> None:
    days = [occasion(), occasion(kind=OccasionKind.INFORMATION_SESSION, cancelled_at=NOW)]

    drawn = calendar_of_centre(
        "Kuusilahti", days, page_of=lambda key: f"https://here.example/{key}", words=WORDS, now=NOW
    )

    first, second = Calendar.from_ical(drawn).walk("VEVENT")
    assert (first["summary"], second["summary"]) == ("Kielitesti (suomi)", "Infotilaisuus (suomi)")
    assert (first["status"], second["status"]) == ("CONFIRMED", "CANCELLED")
    assert first["description"] == "3/20 paikkaa varattu"
    assert first["url"] == f"https://here.example/{days[0].id}"
    assert first["uid"] != second["uid"]
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in read(drawn)


def lead(world: World) -> Actor:
    return world.act(Role.CENTRE_LEAD)


def test_an_address_opens_the_days_of_its_own_centre_until_it_is_ended(world: World) -> None:
    with world.database.transaction() as session:
        world.add_occasion(session, held_on=TODAY)
        world.add_occasion(session, held_on=TODAY - timedelta(days=60))
        world.add_occasion(session, held_on=TODAY, centre_id=world.other_centre)
        make_feed(session, token="a-secret", by=lead(world), now=NOW)

    with world.database.transaction() as session:
        centre = find_followed_centre(session, "a-secret", today=TODAY)
        assert centre is not None
        assert centre.id == world.centre
        assert len(followed_occasions(session, centre.id, today=TODAY)) == 1
        assert find_followed_centre(session, "another", today=TODAY) is None
        (feed,) = feeds_of(session, viewer=lead(world))
        end_feed(session, feed.token_hash, by=lead(world), now=NOW)
        end_feed(session, feed.token_hash, by=lead(world), now=NOW)

    with world.database.transaction() as session:
        assert find_followed_centre(session, "a-secret", today=TODAY) is None
        assert feeds_of(session, viewer=lead(world)) == []
        assert "a-secret" not in repr([vars(row) for row in session.query(CalendarFeed)])


def test_only_the_centre_itself_makes_and_ends_its_addresses(world: World) -> None:
    with world.database.transaction() as session:
        feed = make_feed(session, token="a-secret", by=lead(world), now=NOW)

        with pytest.raises(NotFound, match="calendar_feed"):
            end_feed(session, feed.token_hash, by=world.act("other_assessor"), now=NOW)
        with pytest.raises(NotAllowed):
            make_feed(session, token="b", by=world.act(Role.AUTHORITY_OFFICER), now=NOW)


def test_a_centre_cannot_leave_secret_addresses_lying_about_without_end(world: World) -> None:
    with world.database.transaction() as session:
        for number in range(20):
            make_feed(session, token=f"secret-{number}", by=lead(world), now=NOW)

        with pytest.raises(Conflict, match="too_many_calendar_feeds"):
            make_feed(session, token="one more", by=lead(world), now=NOW)
