"""The inbox of an employment authority: what arrived, what it says, what was acknowledged."""

from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from testing_app.clock import local, now, today
from testing_app.errors import Conflict
from testing_app.inbox import actions, queries
from testing_app.inbox.queries import InboxFilter, InboxPage
from testing_app.results.letter_flags import flags_of_result
from testing_app.results.queries import envelope_of
from testing_app.vocabulary import LetterKind
from testing_app.web.access import Permission
from testing_app.web.authority_desk.courses.person import queues_of_person
from testing_app.web.authority_desk.result_in_words import list_rows, message_in_words
from testing_app.web.current import current_actor, may
from testing_app.web.result_words import levels_of, names_of_result
from testing_app.web.units import disclosure, transaction
from testing_app.web.vocational_words import vocational_in_words
from testing_app.wording.queries import words_for

inbox = Blueprint("inbox", __name__, url_prefix="/authority/inbox", template_folder="templates")


@inbox.get("")
def show_inbox() -> ResponseReturnValue:
    """What arrived, newest first; by default what waits for an acknowledgement."""
    show = _chosen_filter()
    moment = now()
    with disclosure() as session:
        page = queries.inbox_of(
            session, viewer=current_actor(), show=show, page=request.args.get("page", 1, type=int)
        )
        actions.record_viewing(session, page, viewer=current_actor(), now=moment)
    return render_template(
        "authority_desk/inbox.html",
        page=page,
        rows=list_rows(page.rows, today=local(moment).date()),
        show=show,
        filters=_filters(page),
    )


@inbox.get("/<uuid:message_id>")
def show_message(message_id: UUID) -> ResponseReturnValue:
    """One result, opened."""
    viewer = current_actor()
    with disclosure() as session:
        message = actions.open_message(session, message_id, viewer=viewer, now=now())
        versions = queries.versions_of(session, message, viewer=viewer)
        details = queries.details_of(message)
        candidate_id = message.result.candidate_id
        contact_language = message.result.candidate.contact_language
        words = message_in_words(details, versions)
        queues = queues_of_person(session, candidate_id, today=today()) if _places_people() else []
        document = words.body.document
        flags = flags_of_result(
            document,
            contact_language,
            names=names_of_result(document),
            words=words_for(session, LetterKind.RESULT),
        )
        vocational = vocational_in_words(
            session,
            viewer.organisation_id,
            language_tested=document.language_tested,
            tested_on=document.tested_on,
            levels=levels_of(document),
            wanted=request.args.get("field", ""),
        )
    return render_template(
        "authority_desk/message.html",
        message=details,
        words=words,
        queues=queues,
        vocational=vocational,
        candidate_id=candidate_id,
        contact_language=contact_language,
        flags=flags,
    )


@inbox.get("/<uuid:message_id>/result.pdf")
def show_pdf(message_id: UUID) -> ResponseReturnValue:
    """The PDF as it was signed."""
    with disclosure() as session:
        message = actions.record_download(session, message_id, viewer=current_actor(), now=now(), file="pdf")
        content = queries.pdf_of(session, message)
    return _file(content, "application/pdf", f'inline; filename="result-{message.result_id}.pdf"')


@inbox.get("/<uuid:message_id>/result.json")
def download_document(message_id: UUID) -> ResponseReturnValue:
    """The JSON file with its signature, as other systems read and verify it."""
    with disclosure() as session:
        message = actions.record_download(session, message_id, viewer=current_actor(), now=now(), file="json")
        content = envelope_of(message.result)
    return _file(content, "application/json", f'attachment; filename="result-{message.result_id}.json"')


@inbox.post("/<uuid:message_id>/acknowledge")
def acknowledge(message_id: UUID) -> ResponseReturnValue:
    """Tell the test centre that the authority has taken the result into account."""
    try:
        with transaction() as session:
            actions.acknowledge(session, message_id, viewer=current_actor(), now=now())
    except Conflict:
        flash(_("This result was already acknowledged."), "info")
    else:
        flash(_("Acknowledged. The test centre can see it."), "good")
    return redirect(url_for(".show_message", message_id=message_id), 303)


def _places_people() -> bool:
    """Whether the reader decides about courses: a guidance service reads results and does not."""
    return may(Permission.PLACE_ON_COURSES)


def _chosen_filter() -> InboxFilter:
    try:
        return InboxFilter(request.args.get("show", InboxFilter.OPEN.value))
    except ValueError:
        return InboxFilter.OPEN


def _filters(page: InboxPage) -> list[tuple[str, str, int]]:
    names = {
        InboxFilter.OPEN: _("To acknowledge"),
        InboxFilter.UNOPENED: _("Not opened"),
        InboxFilter.ALL: _("All"),
    }
    return [(show.value, name, page.counts[show]) for show, name in names.items()]


def _file(content: bytes, kind: str, disposition: str) -> Response:
    return Response(content, mimetype=kind, headers={"Content-Disposition": disposition})
