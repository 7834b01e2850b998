"""The provider's course groups: listed, written, changed, published, cancelled."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from testing_app.actor import Actor
from testing_app.clock import now, today
from testing_app.courses import actions, queries
from testing_app.courses.queries import GroupSearch
from testing_app.errors import Conflict, Invalid
from testing_app.queue.actions import cancel_group
from testing_app.queue.queries import DueRow, fit_questions_due, silent_starts
from testing_app.web.course_problems import sentence_of_conflict, show_at_fields
from testing_app.web.current import current_actor
from testing_app.web.provider_desk.group_form import LINE_FIELDS, GroupForm, group_form
from testing_app.web.provider_desk.group_page import rendered_group
from testing_app.web.units import disclosure, reading, transaction

course_groups = Blueprint(
    "course_groups", __name__, url_prefix="/provider/groups", template_folder="templates"
)

AHEAD = timedelta(days=92)
"""How far authorities plan: three months."""


@course_groups.get("")
def listing() -> ResponseReturnValue:
    """The groups that come and run, or all; what is due above them."""
    actor, day = current_actor(), today()
    show = "all" if request.args.get("show") == "all" else "coming"
    search = GroupSearch() if show == "all" else GroupSearch(since=day)
    with reading() as session:
        page = queries.groups_of(
            session, viewer=actor, search=search, page=request.args.get("page", 1, type=int)
        )
        return render_template(
            "provider_desk/groups.html",
            page=page,
            show=show,
            views=[("coming", _("Coming and running")), ("all", _("All"))],
            today=day,
            silent=_groups_of(silent_starts(session, viewer=actor, today=day)),
            fit_due=_groups_of(fit_questions_due(session, viewer=actor, today=day)),
            nothing_ahead=not _is_anything_ahead(session, actor, day),
        )


def _groups_of(due: Sequence[DueRow]) -> list[Any]:
    """The groups of what is due, each once."""
    return list({row.group.id: row.group for row in due}.values())


def _is_anything_ahead(session: Any, actor: Actor, day: date) -> bool:
    """Whether a published group begins within the next three months."""
    groups = queries.groups_of(session, viewer=actor, search=GroupSearch(since=day, until=day + AHEAD))
    return any(
        group.published_at is not None and group.cancelled_at is None and group.starts_on > day
        for group in groups.rows
    )


@course_groups.get("/new")
def new() -> ResponseReturnValue:
    """An empty form; nothing is chosen beforehand."""
    return _writing(_form(), 200)


@course_groups.post("/new")
def make() -> ResponseReturnValue:
    """Keep the group as a draft."""
    form = _form(posted=True)
    if not form.validate():
        return _writing(form, 422)
    try:
        with transaction() as session:
            group_id = actions.make_group(session, form.facts(), by=current_actor(), now=now()).id
    except Invalid as refusal:
        show_at_fields(form, refusal, named=LINE_FIELDS)
        return _writing(form, 422)
    flash(_("The group is kept as a draft. Publish it when it is right."), "good")
    return redirect(url_for(".show", group_id=group_id), 303)


@course_groups.get("/<uuid:group_id>")
def show(group_id: UUID) -> ResponseReturnValue:
    """One group with its learners and what is due."""
    with disclosure() as session:
        return rendered_group(session, group_id)


@course_groups.get("/<uuid:group_id>/edit")
def edit(group_id: UUID) -> ResponseReturnValue:
    """The form with what is stored."""
    group = _stored(group_id)
    return _writing(_form(stored=group), 200, group=group)


@course_groups.post("/<uuid:group_id>/edit")
def change(group_id: UUID) -> ResponseReturnValue:
    """Keep what was changed, unless somebody else changed it meanwhile."""
    group = _stored(group_id)
    form = _form(stored=group, posted=True)
    if not form.validate():
        return _writing(form, 422, group=group)
    try:
        with transaction() as session:
            actions.change_group(
                session,
                group_id,
                version=form.shown_version(),
                facts=form.facts(),
                by=current_actor(),
                now=now(),
            )
    except Invalid as refusal:
        show_at_fields(form, refusal, named=LINE_FIELDS)
        return _writing(form, 422, group=group)
    except Conflict as conflict:
        return _clashing(form, conflict, group_id)
    flash(_("Saved."), "good")
    return redirect(url_for(".show", group_id=group_id), 303)


def _clashing(form: GroupForm, conflict: Conflict, group_id: UUID) -> ResponseReturnValue:
    """What was typed stays; saving again is a choice made with both versions in sight."""
    group = _stored(group_id)
    if conflict.code == "changed_meanwhile":
        form.version.data, form.version.raw_data = str(group.version), None
        return _writing(form, 409, group=group, changed_meanwhile=True)
    form.form_errors.append(sentence_of_conflict(conflict))
    return _writing(form, 409, group=group)


@course_groups.post("/<uuid:group_id>/publish")
def publish(group_id: UUID) -> ResponseReturnValue:
    """From now on authorities see it."""
    try:
        with transaction() as session:
            actions.publish_group(session, group_id, version=_version(), by=current_actor(), now=now())
    except Conflict as conflict:
        flash(sentence_of_conflict(conflict), "warn")
    else:
        flash(_("Published. Authorities can hold places in it."), "good")
    return redirect(url_for(".show", group_id=group_id), 303)


@course_groups.post("/<uuid:group_id>/cancel")
def cancel(group_id: UUID) -> ResponseReturnValue:
    """The course is not held; its people go back to the queue."""
    try:
        with transaction() as session:
            _group, freed = cancel_group(session, group_id, version=_version(), by=current_actor(), now=now())
    except Conflict as conflict:
        flash(sentence_of_conflict(conflict), "warn")
    else:
        flash(
            ngettext(
                "Cancelled. %(num)d person is back in the queue.",
                "Cancelled. %(num)d people are back in the queue.",
                len(freed),
            ),
            "good",
        )
    return redirect(url_for(".show", group_id=group_id), 303)


def _version() -> int:
    return request.form.get("version", -1, type=int)


def _stored(group_id: UUID) -> Any:
    with reading() as session:
        group = queries.get_group(session, group_id, viewer=current_actor())
        session.expunge_all()
    return group


def _form(*, stored: Any | None = None, posted: bool = False) -> GroupForm:
    with reading() as session:
        authorities = queries.buyers(session, on=today())
    return group_form(authorities, on=today(), stored=stored, posted=posted)


def _writing(form: GroupForm, status: int, **more: object) -> ResponseReturnValue:
    return render_template("provider_desk/group_form.html", form=form, **more), status
