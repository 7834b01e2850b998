"""Deliveries that failed or wait, for the administrator; codes and organisations, nobody's name."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from testing_app.clock import now
from testing_app.delivery import actions, queries
from testing_app.delivery.queries import DeliveryFilter
from testing_app.errors import Conflict
from testing_app.vocabulary import DeliveryState
from testing_app.web.current import current_actor
from testing_app.web.units import reading, transaction

deliveries = Blueprint(
    "deliveries", __name__, url_prefix="/administration/deliveries", template_folder="templates"
)

FILTERS: dict[DeliveryFilter, LazyString] = {
    DeliveryFilter.FAILED: _l("Failed"),
    DeliveryFilter.WAITING: _l("Waiting"),
    DeliveryFilter.DELIVERED: _l("Delivered"),
}

STATES: dict[DeliveryState, tuple[str, LazyString]] = {
    DeliveryState.QUEUED: ("info", _l("Waiting")),
    DeliveryState.CLAIMED: ("info", _l("Being sent")),
    DeliveryState.DELIVERED: ("good", _l("Delivered")),
    DeliveryState.FAILED: ("bad", _l("Failed")),
}

PROBLEMS: dict[str, LazyString] = {
    "receiver_unavailable": _l("The receiver could not be reached."),
    "no_answer": _l("The receiver did not answer."),
    "unknown_transport": _l("There is no such way of sending."),
    "transport_fault": _l("Sending failed because of a fault. The log tells more."),
    actions.INTERRUPTED: _l("Sending was interrupted every time. The log tells more."),
}


@deliveries.get("")
def list_deliveries() -> ResponseReturnValue:
    """What failed, what waits, what went out."""
    show = _chosen_filter()
    with reading() as session:
        page = queries.deliveries(
            session, viewer=current_actor(), show=show, page=request.args.get("page", 1, type=int)
        )
    return render_template(
        "administration/deliveries.html",
        page=page,
        show=show,
        filters=[(each.value, str(name), page.counts[each]) for each, name in FILTERS.items()],
        states=STATES,
        problems=PROBLEMS,
        can_retry=(DeliveryState.FAILED, DeliveryState.QUEUED),
    )


@deliveries.post("/<uuid:delivery_id>/retry")
def retry(delivery_id: UUID) -> ResponseReturnValue:
    """Send again now."""
    try:
        with transaction() as session:
            actions.retry(session, delivery_id, viewer=current_actor(), now=now())
    except Conflict:
        flash(_("This delivery is on its way or has arrived. Nothing was changed."), "info")
    else:
        flash(_("The delivery is tried again now."), "good")
    return redirect(url_for(".list_deliveries", show=DeliveryFilter.WAITING.value), 303)


def _chosen_filter() -> DeliveryFilter:
    try:
        return DeliveryFilter(request.args.get("show", DeliveryFilter.FAILED.value))
    except ValueError:
        return DeliveryFilter.FAILED
