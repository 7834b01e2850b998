"""The centre's occasions in other calendars: secret addresses, made and ended here; the feed itself."""

import secrets

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from testing_app.bookings.calendar import calendar_of_centre
from testing_app.bookings.calendar_feeds import (
    end_feed,
    feeds_of,
    find_followed_centre,
    followed_occasions,
    make_feed,
)
from testing_app.clock import now, today
from testing_app.errors import NotFound
from testing_app.web.current import current_actor, public_url
from testing_app.web.layout import current_language
from testing_app.web.occasion_words import calendar_words
from testing_app.web.units import reading, transaction

TOKEN_BYTES = 32
CALENDAR = "text/calendar; charset=utf-8"

occasion_calendar = Blueprint("occasion_calendar", __name__, template_folder="templates")


@occasion_calendar.get("/centre/occasions/calendar")
def show() -> ResponseReturnValue:
    """The addresses that work, and a button to make another."""
    return _page(None)


@occasion_calendar.post("/centre/occasions/calendar")
def make() -> ResponseReturnValue:
    """Make an address; it is shown this once, since only its fingerprint is kept."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with transaction() as session:
        make_feed(session, token=token, by=current_actor(), now=now())
    return _page(public_url(url_for(".feed", page_language=current_language(), token=token)))


@occasion_calendar.post("/centre/occasions/calendar/end")
def end() -> ResponseReturnValue:
    """End an address: whoever follows it sees nothing new from now on."""
    with transaction() as session:
        end_feed(session, request.form.get("feed", ""), by=current_actor(), now=now())
    flash(_("The address no longer works."), "good")
    return redirect(url_for(".show"), 303)


@occasion_calendar.get("/calendar/<any(fi, sv, en):page_language>/<token>.ics")
def feed(page_language: str, token: str) -> ResponseReturnValue:
    """The occasions of the centre whose secret this is, for a calendar program; nobody is named."""
    with reading() as session:
        centre = find_followed_centre(session, token, today=today())
        if centre is None:
            raise NotFound("calendar_feed")
        occasions = followed_occasions(session, centre.id, today=today())
        with force_locale(page_language):
            drawn = calendar_of_centre(
                centre.name,
                occasions,
                page_of=lambda key: public_url(url_for("occasions.show", occasion_id=key)),
                words=calendar_words(),
                now=now(),
            )
    return Response(drawn, content_type=CALENDAR)


def _page(made: str | None) -> str:
    with reading() as session:
        feeds = feeds_of(session, viewer=current_actor())
        return render_template("centre_desk/calendar.html", feeds=feeds, made=made)
