"""Guards the centre's occasions and check-in: the working list of a day, made, changed, cancelled."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from testing_app.audit.models import AuditEntry
from testing_app.bookings.models import Booking, Occasion
from testing_app.clock import today
from testing_app.sittings.actions import open_sitting
from testing_app.sittings.models import Sitting
from testing_app.vocabulary import AbsenceReason, BookingState, Role
from testing_app.web.words import word
from tests.world import NOW, World

WRITTEN = {
    "language_tested": "fi",
    "held_on": "1.9.2031",
    "starts_at": "9",
    "ends_at": "12:30",
    "room": "Sali 2",
    "seats": "12",
}


def browser(app: Any, world: World, who: Role | str = Role.ASSESSOR) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    client: FlaskClient = app.test_client()
    client.set_cookie("lahtotaso_session", world.cookie(who))
    return client


def occasion_with(world: World, names: list[str], held_on: date | None = None) -> tuple[UUID, list[UUID]]:
    with world.database.transaction() as session:
        occasion = world.add_occasion(session, held_on=held_on or today(), seats=40)
        bookings = [
            world.add_booking(session, occasion, world.add_candidate(session, family_name=name)).id
            for name in names
        ]
        return occasion.id, bookings


def booking_of(world: World, booking_id: UUID) -> Booking:
    with world.database.transaction() as session:
        booking = session.get(Booking, booking_id)
        assert booking is not None
        return booking


def test_the_day_with_one_occasion_opens_its_working_list(app: Any, world: World) -> None:
    occasion_id, _bookings = occasion_with(world, ["Aalto", "Berg"])

    page = browser(app, world).get("/centre/", follow_redirects=True)

    assert page.request.path == f"/centre/occasions/{occasion_id}"
    assert page.text.index("Aalto") < page.text.index("Berg")
    assert "Expected" in page.text


def test_a_day_without_an_occasion_shows_the_next_and_the_last(app: Any, world: World) -> None:
    next_one, _none = occasion_with(world, [], today() + timedelta(days=7))
    last_one, _none = occasion_with(world, [], today() - timedelta(days=7))

    page = browser(app, world, Role.CENTRE_LEAD).get("/centre/")

    assert "No occasion today" in page.text
    assert str(next_one) in page.text
    assert str(last_one) in page.text
    assert "Make an occasion" in page.text


def test_arriving_opens_the_sitting_and_records_that_id_was_seen(app: Any, world: World) -> None:
    occasion_id, [booking_id] = occasion_with(world, ["Aalto"])
    client = browser(app, world)

    answer = client.post(f"/centre/bookings/{booking_id}/arrived", data={"id_seen": "y"})

    assert answer.status_code == 303
    booking = booking_of(world, booking_id)
    assert (booking.state, booking.id_seen) == (BookingState.ARRIVED, True)
    page = client.get(f"/centre/occasions/{occasion_id}")
    with world.database.reading() as session:
        sitting_id = session.scalars(sa.select(Sitting.id).where(Sitting.booking_id == booking_id)).one()
    assert f"/centre/sittings/{sitting_id}" in page.text
    assert "0 of 4 skills handled" in page.text
    assert "ID not seen" not in page.text


def test_arriving_without_id_is_possible_and_stays_visible(app: Any, world: World) -> None:
    _occasion, [booking_id] = occasion_with(world, ["Aalto"])

    client = browser(app, world)
    page = client.post(
        f"/centre/bookings/{booking_id}/arrived", data={"without_id": "y"}, follow_redirects=True
    )

    assert "ID not seen" in page.text

    page = client.post(f"/centre/bookings/{booking_id}/id-seen", follow_redirects=True)

    assert "ID not seen" not in page.text
    assert booking_of(world, booking_id).id_seen


def test_an_arrival_with_nothing_said_about_the_id_is_refused_at_its_row(app: Any, world: World) -> None:
    _occasion, [booking_id] = occasion_with(world, ["Aalto"])

    page = browser(app, world).post(f"/centre/bookings/{booking_id}/arrived")

    assert page.status_code == 422
    assert f'id="id-{booking_id}-error"' in page.text
    assert booking_of(world, booking_id).state is BookingState.BOOKED


@pytest.mark.parametrize(("state", "taken"), [("no_show", 1), ("cancelled", 0)])
def test_an_absence_keeps_its_reason_and_only_a_cancellation_frees_the_seat(
    app: Any, world: World, state: str, taken: int
) -> None:
    occasion_id, [booking_id] = occasion_with(world, ["Aalto"])

    answer = browser(app, world).post(
        f"/centre/bookings/{booking_id}/absent", data={"state": state, "reason": "illness"}
    )

    assert answer.status_code == 303
    booking = booking_of(world, booking_id)
    assert (booking.state.value, booking.reason) == (state, AbsenceReason.ILLNESS)
    with world.database.reading() as session:
        assert session.scalars(sa.select(Occasion.taken).where(Occasion.id == occasion_id)).one() == taken


def test_an_absence_without_a_reason_is_refused(app: Any, world: World) -> None:
    _occasion, [booking_id] = occasion_with(world, ["Aalto"])

    answer = browser(app, world).post(f"/centre/bookings/{booking_id}/absent", data={"state": "no_show"})

    assert answer.status_code == 409
    assert booking_of(world, booking_id).state is BookingState.BOOKED


def test_a_wrong_mark_is_taken_back_until_scores_hang_on_it(app: Any, world: World) -> None:
    _occasion, [booking_id] = occasion_with(world, ["Aalto"])
    client = browser(app, world)
    client.post(f"/centre/bookings/{booking_id}/arrived", data={"id_seen": "y"})
    undone = client.post(f"/centre/bookings/{booking_id}/undo")
    state_after_undo = booking_of(world, booking_id).state
    client.post(f"/centre/bookings/{booking_id}/arrived", data={"id_seen": "y"})
    with world.database.transaction() as session:
        sitting = session.scalars(sa.select(Sitting).where(Sitting.booking_id == booking_id)).unique().one()
        sitting.parts[0].changed_at = NOW

    refused = client.post(f"/centre/bookings/{booking_id}/undo")

    assert (undone.status_code, state_after_undo) == (303, BookingState.BOOKED)
    assert refused.status_code == 409
    assert "Scores have been entered" in refused.text
    assert booking_of(world, booking_id).state is BookingState.ARRIVED


def test_an_occasion_is_made_as_it_was_written(app: Any, world: World) -> None:
    answer = browser(app, world, Role.CENTRE_LEAD).post("/centre/occasions/new", data=WRITTEN)

    assert answer.status_code == 303
    with world.database.reading() as session:
        occasion = session.scalars(sa.select(Occasion)).one()
        assert (occasion.held_on, occasion.room, occasion.seats) == (date(2031, 9, 1), "Sali 2", 12)
        assert (f"{occasion.starts_at:%H.%M}", f"{occasion.ends_at:%H.%M}") == ("09.00", "12.30")
        assert occasion.centre_id == world.centre


def test_all_that_is_wrong_with_an_occasion_is_said_at_once(app: Any, world: World) -> None:
    wrong = {"held_on": "31.2.2031", "starts_at": "25.00", "ends_at": "", "seats": "many", "room": "Sali 2"}

    page = browser(app, world, Role.CENTRE_LEAD).post("/centre/occasions/new", data=wrong)

    assert page.status_code == 422
    for field in ("language_tested", "held_on", "starts_at", "ends_at", "seats"):
        assert f'href="#{field}"' in page.text
    for typed in ("31.2.2031", "25.00", "many", "Sali 2"):
        assert f'value="{typed}"' in page.text


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("held_on", "1.1.2020", "Write a day that is not past."),
        ("ends_at", "8.00", "The test must end after it begins."),
        ("seats", "501", "Write a number of seats from 1 to 500."),
    ],
)
def test_an_occasion_that_cannot_be_is_refused_at_its_field(
    app: Any, world: World, field: str, typed: str, message: str
) -> None:
    page = browser(app, world, Role.CENTRE_LEAD).post("/centre/occasions/new", data=WRITTEN | {field: typed})

    assert page.status_code == 422
    assert message in page.text
    assert f'href="#{field}"' in page.text


def test_the_second_who_changes_an_occasion_sees_the_first_ones_change(app: Any, world: World) -> None:
    occasion_id, _bookings = occasion_with(world, [], date(2031, 9, 1))
    client = browser(app, world, Role.CENTRE_LEAD)
    address = f"/centre/occasions/{occasion_id}/change"
    first = client.post(address, data=WRITTEN | {"version": "1", "seats": "11"})

    second = client.post(address, data=WRITTEN | {"version": "1", "room": "Kirjasto"})

    assert first.status_code == 303
    assert second.status_code == 409
    assert "11 seats" in second.text
    assert 'value="Kirjasto"' in second.text
    again = client.post(address, data=WRITTEN | {"version": "2", "room": "Kirjasto"})
    assert 'name="version" type="hidden" value="2"' in second.text
    assert again.status_code == 303


def test_a_cancelled_occasion_frees_its_seats_and_says_who_must_be_told(app: Any, world: World) -> None:
    occasion_id, [booking_id] = occasion_with(world, ["Aalto"], today() + timedelta(days=3))
    client = browser(app, world, Role.CENTRE_LEAD)
    with world.database.reading() as session:
        version = session.scalars(sa.select(Occasion.version).where(Occasion.id == occasion_id)).one()

    page = client.post(
        f"/centre/occasions/{occasion_id}/cancel", data={"version": version}, follow_redirects=True
    )

    assert "1 candidate must be told" in page.text
    assert booking_of(world, booking_id).reason is AbsenceReason.CENTRE_CANCELLED


@pytest.mark.parametrize("page", ["", "/paper", "/change"])
def test_another_centres_occasion_is_not_found(app: Any, world: World, page: str) -> None:
    with world.database.transaction() as session:
        occasion_id = world.add_occasion(session, centre_id=world.other_centre).id

    answer = browser(app, world, Role.CENTRE_LEAD).get(f"/centre/occasions/{occasion_id}{page}")

    assert answer.status_code == 404


def test_another_centres_candidate_cannot_be_checked_in(app: Any, world: World) -> None:
    with world.database.transaction() as session:
        occasion = world.add_occasion(session, centre_id=world.other_centre, held_on=today())
        booking_id = world.add_booking(session, occasion, world.add_candidate(session)).id
    client = browser(app, world)

    answers = [
        client.post(f"/centre/bookings/{booking_id}/{action}", data={"state": "no_show", "reason": "other"})
        for action in ("arrived", "absent", "undo")
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert booking_of(world, booking_id).state is BookingState.BOOKED


def test_an_assessor_does_not_make_occasions(app: Any, world: World) -> None:
    assert browser(app, world).get("/centre/occasions/new").status_code == 403


def test_seeing_the_list_of_a_day_leaves_one_audit_entry(app: Any, world: World) -> None:
    occasion_id, _bookings = occasion_with(world, ["Aalto", "Berg"])

    browser(app, world).get(f"/centre/occasions/{occasion_id}")

    with world.database.reading() as session:
        query = sa.select(AuditEntry.details).where(AuditEntry.action == "occasion_viewed")
        assert session.scalars(query).all() == [{"candidates": 2}]


def test_a_long_day_needs_no_more_queries_than_a_short_one(app: Any, world: World) -> None:
    counts = []
    for size in (1, 30):
        occasion_id, bookings = occasion_with(world, [f"Nimi{n}" for n in range(size)])
        with world.database.transaction() as session:
            for booking_id in bookings:
                booking = session.get(Booking, booking_id)
                assert booking is not None
                booking.state = BookingState.ARRIVED
                session.flush()
                open_sitting(session, booking_id, by=world.act(Role.ASSESSOR), now=NOW)
        client = browser(app, world)
        counts.append(queries_of(world, client, f"/centre/occasions/{occasion_id}"))

    assert counts[0] == counts[1]


def queries_of(world: World, client: FlaskClient, address: str) -> int:
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.lstrip().upper().startswith("SELECT"):
            statements.append(statement)

    sa.event.listen(world.database.engine, "before_cursor_execute", note)
    try:
        assert client.get(address).status_code == 200
    finally:
        sa.event.remove(world.database.engine, "before_cursor_execute", note)
    return len(statements)


def test_a_battery_can_be_opened_for_somebody_checked_in_by_another_path(app: Any, world: World) -> None:
    occasion_id, [booking_id] = occasion_with(world, ["Aalto"])
    with world.database.transaction() as session:
        session.get_one(Booking, booking_id).state = BookingState.ARRIVED
    client = browser(app, world)
    page = client.get(f"/centre/occasions/{occasion_id}")

    answer = client.post(f"/centre/bookings/{booking_id}/battery")

    assert "Open the battery" in page.text
    assert answer.status_code == 303
    with world.database.reading() as session:
        sitting_id = session.scalars(sa.select(Sitting.id).where(Sitting.booking_id == booking_id)).one()
    assert answer.location == f"/centre/sittings/{sitting_id}"
    assert "Open the battery" not in client.get(f"/centre/occasions/{occasion_id}").text


def test_no_battery_opens_for_somebody_who_has_not_arrived(app: Any, world: World) -> None:
    _occasion, [booking_id] = occasion_with(world, ["Aalto"])

    answer = browser(app, world).post(f"/centre/bookings/{booking_id}/battery")

    assert answer.status_code == 409
    with world.database.reading() as session:
        assert session.scalars(sa.select(Sitting.id)).first() is None


def test_a_cancelled_occasion_and_a_cancelled_seat_are_told_apart(app: Any, world: World) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        seat = word(BookingState.CANCELLED)
    with world.database.transaction() as session:
        world.add_occasion(session, held_on=today(), cancelled_at=NOW)

    page = browser(app, world).get("/centre/occasions").text

    assert seat == "Seat cancelled"
    assert "Occasion cancelled" in page
