"""Which desk an account works at: the navigation and the page it lands on."""

from dataclasses import dataclass

from flask import Blueprint, Flask, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from testing_app.web import access
from testing_app.web.access import Permission
from testing_app.web.addresses import page_without_parts
from testing_app.web.current import may
from testing_app.web.languages import NAMES, PAGE_LANGUAGES, choose

desks = Blueprint("desks", __name__)


@dataclass(frozen=True)
class Destination:
    """One entry of the navigation, as the table below names it."""

    endpoint: str
    label: LazyString


@dataclass(frozen=True)
class NavigationItem:
    """One entry of the navigation, ready for the template."""

    url: str
    label: str
    current: bool


NAVIGATION: tuple[Destination, ...] = (
    # --- centre desk
    Destination("occasions.home", _l("Today")),
    Destination("occasions.listing", _l("Occasions")),
    Destination("results.index", _l("Results")),
    # --- authority desk
    Destination("todo.show", _l("To do")),
    Destination("inbox.show_inbox", _l("Inbox")),
    Destination("candidates.list_candidates", _l("Candidates")),
    Destination("applications.listing", _l("Applications")),
    Destination("service_referrals.listing", _l("Referrals")),
    Destination("waiting.listing", _l("Test seats")),
    Destination("course_queue.listing", _l("Queue")),
    Destination("notices.listing", _l("Notices")),
    Destination("letter_jobs.listing", _l("Post")),
    # --- planner desk, provider desk
    Destination("planner_home.show", _l("What next")),
    Destination("demand.show", _l("Demand")),
    Destination("planner_agreement.show", _l("Agreement")),
    Destination("rule_drafts.listing", _l("Our rules")),
    Destination("impact.show", _l("Comparison")),
    Destination("queues.show", _l("Queues")),
    Destination("course_groups.listing", _l("Our groups")),
    Destination("glossary.show", _l("Course groups in words")),
    # --- guidance desk
    Destination("visits.show", _l("Visits")),
    Destination("statistics.show", _l("Statistics")),
    # --- item desk
    Destination("scoring_forms.listing", _l("Scoring forms")),
    # --- administration
    Destination("accounts.list_accounts", _l("Accounts")),
    Destination("organisations.list_organisations", _l("Organisations")),
    Destination("wordings.listing", _l("Texts of letters")),
    Destination("audit_trail.show", _l("Audit")),
    Destination("received_feedback.list_feedback", _l("Feedback")),
    Destination("deliveries.list_deliveries", _l("Deliveries")),
    # --- everybody
    Destination("rules.show", _l("Rules")),
    # --- everybody who is signed in
    Destination("own_account.show", _l("My account")),
)
"""In the order of the bar; an account sees what the access table allows, and lands on the first."""


def install(app: Flask) -> None:
    """Give every template the navigation and what it may offer."""
    app.register_blueprint(desks)
    app.context_processor(_context)


@desks.get("/")
def home() -> ResponseReturnValue:
    """Send everybody to their desk, strangers to the sign-in page."""
    if g.actor is None:
        return redirect(url_for("sign_in.sign_in"))
    allowed = _destinations()
    return redirect(url_for(allowed[0].endpoint) if allowed else url_for("pages.accessibility"))


def _destinations() -> list[Destination]:
    return [place for place in NAVIGATION if may(access.ROUTES[place.endpoint])]


def _context() -> dict[str, object]:
    return {
        "nav": _items(_destinations() if g.get("actor") else []),
        "actor": g.get("actor"),
        "may": may,
        "Permission": Permission,
        "page_languages": [(code, NAMES[code]) for code in PAGE_LANGUAGES],
        "page_language": choose(),
    }


def _items(places: list[Destination]) -> list[NavigationItem]:
    """The bar; one entry is where the reader is: of those whose address this one continues, the longest."""
    urls = [page_without_parts(place.endpoint) for place in places]
    around = [
        url
        for place, url in zip(places, urls, strict=True)
        if request.endpoint == place.endpoint or request.path.startswith(url + "/")
    ]
    here = max(around, key=len, default=None)
    return [
        NavigationItem(url=url, label=str(place.label), current=url == here)
        for place, url in zip(places, urls, strict=True)
    ]
