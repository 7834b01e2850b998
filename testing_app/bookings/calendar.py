"""Occasions and seats as iCalendar (RFC 5545) for people's own calendars; nobody is named in them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from icalendar import Alarm, Calendar, Component, Event, Timezone, TimezoneDaylight, TimezoneStandard

from testing_app.bookings.models import Booking, Occasion
from testing_app.clock import HELSINKI
from testing_app.vocabulary import BookingState, OccasionKind

PRODUCT = "-//Lahtotaso//Language test occasions//EN"
ZONE = "Europe/Helsinki"
DOMAIN = "lahtotaso"
SUMMER_SINCE = datetime(1981, 3, 29, 3, 0)  # noqa: DTZ001 - RFC 5545: onsets are local times
WINTER_SINCE = datetime(1996, 10, 27, 4, 0)  # noqa: DTZ001
EAST_IN_WINTER, EAST_IN_SUMMER = timedelta(hours=2), timedelta(hours=3)
ASK_AGAIN_AFTER = timedelta(hours=1)
REMIND_BEFORE = timedelta(days=1)
CHANGES_OF_AN_OCCASION = 1000
"""A booking's sequence counts its own changes in thousands and its occasion's in ones."""


@dataclass(frozen=True)
class CalendarWords:
    """What stands in a calendar, in the reader's language."""

    titles: Mapping[OccasionKind, str]
    bring: str
    call: str
    seats: str
    """With `%(taken)s` and `%(seats)s`."""
    languages: Mapping[str, str]
    """The words of the languages tested, by code."""


def where_is(occasion: Occasion) -> str:
    """The centre, the room, and the address people must find."""
    centre = occasion.centre
    address = occasion.place or _joined(centre.street, f"{centre.post_code} {centre.city}".strip())
    return _joined(centre.name, occasion.room, address)


def calendar_of_booking(booking: Booking, *, words: CalendarWords, now: datetime) -> bytes:
    """A file with the one seat; read again after a move or a cancellation, it changes the same entry."""
    occasion = booking.occasion
    calendar = _calendar()
    calendar.add("method", "PUBLISH")
    event = _event(f"booking-{booking.id}@{DOMAIN}", occasion, now=now)
    event.add("summary", words.titles[occasion.kind])
    phone = occasion.centre.phone
    lines = [words.bring, f"{words.call} {phone}" if phone else ""]
    event.add("description", "\n".join(line for line in lines if line))
    event.add("sequence", booking.version * CHANGES_OF_AN_OCCASION + occasion.version)
    gone = booking.state is BookingState.CANCELLED or occasion.cancelled_at is not None
    event.add("status", "CANCELLED" if gone else "CONFIRMED")
    if not gone:
        event.add_component(_reminder(words.titles[occasion.kind]))
    calendar.add_component(event)
    return bytes(calendar.to_ical())


def calendar_of_centre(
    name: str,
    occasions: Iterable[Occasion],
    *,
    page_of: Callable[[UUID], str],
    words: CalendarWords,
    now: datetime,
) -> bytes:
    """The occasions of a centre, cancelled ones marked so; a calendar program asks for it every hour.

    `page_of` gives the address of an occasion's page, for those who may sign in.
    """
    calendar = _calendar()
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", ASK_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for occasion in occasions:
        event = _event(f"occasion-{occasion.id}@{DOMAIN}", occasion, now=now)
        language = words.languages[occasion.language_tested.value]
        event.add("summary", f"{words.titles[occasion.kind]} ({language})")
        event.add("description", words.seats % {"taken": occasion.taken, "seats": occasion.seats})
        event.add("sequence", occasion.version)
        event.add("status", "CONFIRMED" if occasion.cancelled_at is None else "CANCELLED")
        event.add("url", page_of(occasion.id))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add_component(_finnish_time())
    return calendar


def _event(uid: str, occasion: Occasion, *, now: datetime) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", now)
    event.add("dtstart", datetime.combine(occasion.held_on, occasion.starts_at, HELSINKI))
    event.add("dtend", datetime.combine(occasion.held_on, occasion.ends_at, HELSINKI))
    event.add("location", where_is(occasion))
    return event


def _reminder(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", -REMIND_BEFORE)
    return alarm


def _finnish_time() -> Timezone:
    """Europe/Helsinki by its two rules, which hold since 1996."""
    zone = Timezone()
    zone.add("tzid", ZONE)
    summer = _onset(TimezoneDaylight(), "EEST", SUMMER_SINCE, EAST_IN_WINTER, EAST_IN_SUMMER)
    summer.add("rrule", {"freq": "yearly", "bymonth": 3, "byday": "-1SU"})
    winter = _onset(TimezoneStandard(), "EET", WINTER_SINCE, EAST_IN_SUMMER, EAST_IN_WINTER)
    winter.add("rrule", {"freq": "yearly", "bymonth": 10, "byday": "-1SU"})
    zone.add_component(winter)
    zone.add_component(summer)
    return zone


def _onset(part: Component, name: str, since: datetime, before: timedelta, after: timedelta) -> Component:
    part.add("tzname", name)
    part.add("dtstart", since)
    part.add("tzoffsetfrom", before)
    part.add("tzoffsetto", after)
    return part


def _joined(*texts: str) -> str:
    return ", ".join(text for text in texts if text)
