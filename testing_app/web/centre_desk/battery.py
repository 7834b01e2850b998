"""The battery of one candidate: every part with its state and scores, the background, one Save."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from testing_app.audit.actions import record
from testing_app.audit.events import Event
from testing_app.clock import now
from testing_app.errors import Conflict
from testing_app.items.queries import forms_in_force
from testing_app.rule_sets.rules import Answers
from testing_app.sittings.actions import clashing, entry_problems, note_opening, record_scores
from testing_app.sittings.queries import Sitting, get_battery, is_open_for_scores, others_at
from testing_app.web.access import Permission
from testing_app.web.centre_desk.battery_drawn import (
    background_as_sent,
    background_as_stored,
    groups_as_sent,
    groups_as_stored,
)
from testing_app.web.centre_desk.battery_form import BatteryPage
from testing_app.web.centre_desk.battery_shown import background_shown, groups_shown, rows_read
from testing_app.web.centre_desk.parts_to_give import panel_drawn
from testing_app.web.current import current_actor, may
from testing_app.web.placement_words import rule_set_of_authority
from testing_app.web.units import disclosure, reading, transaction

battery = Blueprint("battery", __name__, url_prefix="/centre/sittings", template_folder="templates")


@battery.get("/<uuid:sitting_id>")
def show(sitting_id: UUID) -> ResponseReturnValue:
    """The battery as it is stored; leaves an audit entry and a note that it is open here."""
    viewer, moment, panel = current_actor(), now(), None
    with disclosure() as session:
        page = _page(session, sitting_id)
        editable = may(Permission.ENTER_SCORES) and is_open_for_scores(page.sitting)
        others = []
        if editable:
            note_opening(session, page.sitting, by=viewer, now=moment)
            others = others_at(session, page.sitting, viewer=viewer, now=moment)
            panel = _panel(session, page.sitting)
        _record_viewing(session, page, now=moment)
    # Everything shown is loaded: nobody else waits for the database while the page is drawn.
    if not editable:
        return render_template("centre_desk/battery_read.html", sitting=page.sitting, rows=rows_read(page))
    return render_template(
        "centre_desk/battery.html",
        sitting=page.sitting,
        form=None,
        groups=groups_as_stored(page),
        background=background_as_stored(page),
        others=others,
        panel=panel,
        clash=False,
    )


@battery.post("/<uuid:sitting_id>")
def save(sitting_id: UUID) -> ResponseReturnValue:
    """Record what was changed; problems come back at their fields, a clash with the other's values."""
    with reading() as session:
        page = _page(session, sitting_id)
        if not is_open_for_scores(page.sitting):
            raise Conflict("battery_is_signed")
        form = page.posted_form()
        valid = form.validate()
        entry = page.touched(form)
        problems = entry_problems(page.sitting, entry, page.forms)
        page.add_problems(form, problems)
    if problems or not valid:
        with disclosure() as session:
            _record_viewing(session, page, now=now())
            panel = _panel(session, page.sitting)
        return _rendered(page, form, panel), 422
    try:
        with transaction() as session:
            written = record_scores(session, sitting_id, entry=entry, by=current_actor(), now=now())
    except Conflict as conflict:
        if conflict.code != "changed_meanwhile":
            raise
        return _clash(sitting_id)
    flash(_("Saved.") if written else _("Nothing had changed, so nothing was saved."), "good")
    target = "placement.show" if request.form.get("then") == "placement" else ".show"
    return redirect(url_for(target, sitting_id=sitting_id), 303)


def _clash(sitting_id: UUID) -> ResponseReturnValue:
    """Nothing was saved: show what the other person saved beside what was sent, and ask."""
    with disclosure() as session:
        page = _page(session, sitting_id)
        posted = page.posted_form()
        posted.validate()
        clashes = clashing(page.sitting, page.touched(posted))
        form = page.refreshed_form(request.form, posted, clashes)
        _record_viewing(session, page, now=now())
        panel = _panel(session, page.sitting)
    return _rendered(page, form, panel, clash=True), 409


def _record_viewing(session: Any, page: BatteryPage, *, now: datetime) -> None:
    """The entry that whoever asked was shown this battery, also beside a refusal."""
    sitting = page.sitting
    record(
        session,
        Event.SITTING_VIEWED,
        by=current_actor(),
        now=now,
        subject=("sitting", sitting.id),
        candidate_id=sitting.candidate_id,
    )


def _page(session: Any, sitting_id: UUID) -> BatteryPage:
    sitting = get_battery(session, sitting_id, viewer=current_actor())
    forms = forms_in_force(session, sitting.language_tested, sitting.tested_on)
    return BatteryPage(sitting, forms, rater=may(Permission.RATE))


def _panel(session: Any, sitting: Sitting) -> Markup | None:
    rule_set = rule_set_of_authority(
        session,
        sitting.authority_id,
        language_tested=sitting.language_tested,
        on=sitting.tested_on,
        answers=Answers.BATTERY,
    )
    return panel_drawn(sitting, rule_set)


def _rendered(page: BatteryPage, form: Any, panel: Markup | None, *, clash: bool = False) -> str:
    return render_template(
        "centre_desk/battery.html",
        sitting=page.sitting,
        form=form,
        groups=groups_as_sent(groups_shown(page, form)),
        background=background_as_sent(background_shown(page, form)),
        others=(),
        panel=panel,
        clash=clash,
    )
