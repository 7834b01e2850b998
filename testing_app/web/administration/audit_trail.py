"""The audit trail: who did or saw what, and whether the chain is whole."""

from datetime import date
from uuid import UUID

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from testing_app.audit.actions import AUDIT_KEY, SYSTEM_CHAIN, record
from testing_app.audit.anchors import read_anchors
from testing_app.audit.events import Event
from testing_app.audit.queries import AuditFilter, entries_page
from testing_app.audit.verify import Finding, entries_in_all, verify_chains
from testing_app.clock import now
from testing_app.people import queries
from testing_app.web.administration.forms import AuditFilterForm, ChainForm
from testing_app.web.administration.request_values import page_number, uuid_or_none
from testing_app.web.administration.words import FINDING_WORDS
from testing_app.web.current import current_actor
from testing_app.web.typed import Choice, text_of
from testing_app.web.units import disclosure, reading

audit_trail = Blueprint(
    "audit_trail", __name__, url_prefix="/administration/audit", template_folder="templates"
)

FIRST_YEAR, LAST_YEAR = 2000, 2999


@audit_trail.get("")
def show() -> ResponseReturnValue:
    """The entries of one chain, newest first; reading them is itself an entry."""
    viewer = current_actor()
    wanted = _wanted()
    with disclosure() as session:
        record(session, Event.AUDIT_READ, by=viewer, now=now(), subject=("audit_chain", wanted.chain_id))
        page = entries_page(session, wanted, number=page_number())
        numbers = {row.candidate_id for row in page.rows} | {wanted.candidate_id}
        candidates = queries.numbers_of_candidates(session, numbers - {None})  # type: ignore[arg-type]
        form = _filter_form(wanted)
        form.candidate.data = candidates.get(wanted.candidate_id, "") if wanted.candidate_id else ""
        _offer(form, session, wanted.chain_id)
        return render_template(
            "administration/audit.html",
            form=form,
            page=page,
            wanted=wanted,
            chain_form=ChainForm(formdata=None, organisation=str(wanted.chain_id)),
            names=queries.names_of_accounts(session, {row.account_id for row in page.rows if row.account_id}),
            candidates=candidates,
        )


@audit_trail.post("/choose")
def choose() -> ResponseReturnValue:
    """Turn the filter into an address that holds identifiers only."""
    viewer = current_actor()
    form = AuditFilterForm()
    chain_id = uuid_or_none(form.organisation.data) or viewer.organisation_id
    with reading() as session:
        number = text_of(form.candidate)
        candidate_id = queries.find_candidate_id(session, number, viewer=viewer) if number else None
        known = {account_id for account_id, _name in queries.accounts_of(session, chain_id, viewer=viewer)}
        is_right = form.validate()
        if number and candidate_id is None:
            form.candidate.errors = [*form.candidate.errors, _("No candidate has this number.")]
            is_right = False
        if not is_right:
            _offer(form, session, chain_id)
            return render_template("administration/audit.html", form=form, page=None), 422
    account_id = uuid_or_none(form.account.data)
    return redirect(
        url_for(
            ".show",
            organisation=chain_id,
            event=form.event.data or None,
            account=account_id if account_id in known else None,
            candidate=candidate_id,
            day=form.day.data.isoformat() if form.day.data else None,
        ),
        303,
    )


@audit_trail.post("/verify")
def verify() -> ResponseReturnValue:
    """Check every link of the chain and its anchors, and say what was found."""
    viewer = current_actor()
    chain_id = uuid_or_none(ChainForm().organisation.data) or viewer.organisation_id
    file = current_app.extensions["settings"].anchors_file
    with disclosure() as session:
        key: bytes = session.info[AUDIT_KEY]
        findings = verify_chains(session, key=key, anchors=read_anchors(file, key), only=chain_id)
        count = entries_in_all(session, only=chain_id)
        name = (
            _("The system itself")
            if chain_id == SYSTEM_CHAIN
            else queries.get_organisation(session, chain_id, viewer=viewer).name
        )
        record(
            session,
            Event.AUDIT_READ,
            by=viewer,
            now=now(),
            subject=("audit_chain", chain_id),
            details={"verified": count, "findings": len(findings)},
        )
    return render_template(
        "administration/audit_verdict.html",
        chain_id=chain_id,
        name=name,
        count=count,
        sentences=[_sentence(finding) for finding in findings],
        has_anchors=file.exists(),
    )


def _sentence(finding: Finding) -> str:
    return str(FINDING_WORDS[finding.kind]) % {"first": finding.first, "last": finding.last}


def _wanted() -> AuditFilter:
    arguments = request.args
    event = arguments.get("event", "")
    day = _day(arguments.get("day", ""))
    return AuditFilter(
        chain_id=uuid_or_none(arguments.get("organisation")) or current_actor().organisation_id,
        event=Event(event) if event in set(Event) else None,
        account_id=uuid_or_none(arguments.get("account")),
        candidate_id=uuid_or_none(arguments.get("candidate")),
        day=day,
    )


def _day(text: str) -> date | None:
    """The day in the address; one that no audit entry can have is none."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _filter_form(wanted: AuditFilter) -> AuditFilterForm:
    return AuditFilterForm(
        formdata=None,
        organisation=str(wanted.chain_id),
        event=str(wanted.event or ""),
        account=str(wanted.account_id or ""),
        day=wanted.day,
    )


def _offer(form: AuditFilterForm, session: object, chain_id: UUID) -> None:
    viewer = current_actor()
    form.offer_events()
    form.organisation.choices = [
        Choice(value=str(SYSTEM_CHAIN), label=_("The system itself")),
        *(
            Choice(value=str(house.id), label=house.name)
            for house in queries.organisations(session, viewer=viewer)  # type: ignore[arg-type]
        ),
    ]
    form.account.choices = [
        Choice(value="", label=_("All accounts")),
        *(
            Choice(value=str(account_id), label=name)
            for account_id, name in queries.accounts_of(session, chain_id, viewer=viewer)  # type: ignore[arg-type]
        ),
    ]
