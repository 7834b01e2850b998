"""Candidates at the authority's desk: found, registered, shown, changed."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from testing_app.bookings import queries as bookings
from testing_app.bookings.waiting import waits_of
from testing_app.clock import now, today
from testing_app.errors import Conflict, NotFound
from testing_app.inbox.received import results_of_candidate
from testing_app.letters.flags import flags_of_invitation
from testing_app.people import consents
from testing_app.people.candidates import actions, queries
from testing_app.people.candidates.facts import facts_of
from testing_app.people.candidates.registration import (
    Alike,
    KnownElsewhere,
    KnownHere,
    Outcome,
    Registered,
    register_or_ask,
)
from testing_app.people.candidates.viewing import record_search, record_viewing
from testing_app.vocabulary import BookingState, ConsentScope, LetterKind
from testing_app.web.access import Permission
from testing_app.web.authority_desk.candidate_forms import CandidateForm, LinkForm, SearchForm
from testing_app.web.authority_desk.courses.person import courses_of_person
from testing_app.web.authority_desk.referral_words import referrals_in_words
from testing_app.web.authority_desk.validity_in_words import last_results
from testing_app.web.authority_desk.words import desk_word
from testing_app.web.consent_words import MEANS_WORDS, withheld_notice
from testing_app.web.current import current_actor, may
from testing_app.web.messages import MESSAGES
from testing_app.web.units import disclosure, transaction
from testing_app.web.words import language_word, word
from testing_app.wording.queries import words_for

candidates = Blueprint(
    "candidates", __name__, url_prefix="/authority/candidates", template_folder="templates"
)


@candidates.app_context_processor
def _words() -> dict[str, object]:
    return {
        "language_word": language_word,
        "desk_word": desk_word,
        "set_word": word,
        "withheld_notice": withheld_notice,
        "means_words": MEANS_WORDS,
        "consent_scopes": list(ConsentScope),
    }


@candidates.get("")
def list_candidates() -> ResponseReturnValue:
    """The authority's candidates, the newest first, under the search field."""
    actor = current_actor()
    with disclosure() as session:
        page = queries.newest_candidates(session, viewer=actor, page=request.args.get("page", 1, type=int))
        shown = [row.id for row in page.candidates]
        progress = bookings.progress_of(session, shown, viewer=actor)
        record_search(session, [], found=page.total, shown=len(shown), by=actor, now=now())
    form = SearchForm(formdata=None)
    return render_template("authority_desk/candidates.html", page=page, form=form, progress=progress)


@candidates.post("/search")
def search() -> ResponseReturnValue:
    """The candidates who agree with what was typed; posted, so that names stay out of addresses and logs."""
    form = SearchForm()
    actor = current_actor()
    if not (form.wanted.data or "").strip():
        return redirect(url_for(".list_candidates"), 303)
    if not form.validate():
        nobody = queries.CandidatePage((), 0, 1)
        return render_template("authority_desk/candidates.html", page=nobody, form=form, searched=True), 422
    wanted = queries.read_search(form.wanted.data or "", today=today())
    with disclosure() as session:
        page = queries.search_candidates(session, wanted, viewer=actor, page=form.page.data or 1)
        shown = [row.id for row in page.candidates]
        progress = bookings.progress_of(session, shown, viewer=actor)
        record_search(session, wanted.kinds, found=page.total, shown=len(shown), by=actor, now=now())
    return render_template(
        "authority_desk/candidates.html", page=page, form=form, progress=progress, searched=True
    )


@candidates.get("/new")
def new_candidate() -> ResponseReturnValue:
    """An empty form for a candidate."""
    return _registering(CandidateForm(), 200)


@candidates.post("/new")
def register() -> ResponseReturnValue:
    """Register a candidate, unless the code is known or somebody alike is: then ask first."""
    form = CandidateForm()
    if not form.validate():
        return _registering(form, 422)
    try:
        with transaction() as session:
            outcome = register_or_ask(
                session,
                form.facts(),
                code=form.identity_code.code,
                different_because=form.reason(),
                by=current_actor(),
                now=now(),
            )
    except Conflict as conflict:
        return _registering(form, 409, problem=conflict.code)
    return _answer(form, outcome)


def _answer(form: CandidateForm, outcome: Outcome) -> ResponseReturnValue:
    match outcome:
        case Registered(candidate_id):
            flash(_("The candidate is registered."), "good")
            return redirect(url_for(".show_candidate", candidate_id=candidate_id), 303)
        case KnownHere(candidate_id):
            return _registering(form, 409, problem="identity_code_registered", known=candidate_id)
        case KnownElsewhere(name_agrees=True):
            return _asking_to_link(form)
        case KnownElsewhere():
            return _registering(form, 409, problem="identity_code_of_another_name")
        case Alike(duplicates):
            if request.form.get("anyway"):
                form.different_because.errors = [_("Choose why this is a different person.")]
            return _registering(form, 409, duplicates=duplicates)


def _registering(
    form: CandidateForm, status: int, *, problem: str = "", **more: object
) -> ResponseReturnValue:
    if problem:
        form.identity_code.errors = [*form.identity_code.errors, str(MESSAGES[problem])]
    return render_template("authority_desk/candidate_new.html", form=form, **more), status


def _asking_to_link(form: CandidateForm) -> ResponseReturnValue:
    code = form.identity_code.code
    link_form = LinkForm(
        formdata=None, identity_code=form.identity_code.data, family_name=form.family_name.data
    )
    return render_template(
        "authority_desk/candidate_link.html",
        form=link_form,
        typed=form,
        masked_code=code.masked if code else "",
    )


@candidates.post("/link")
def link() -> ResponseReturnValue:
    """Let this authority see a record of another, after the officer confirmed what was typed."""
    form = LinkForm()
    if not form.validate() or form.identity_code.code is None:
        raise NotFound("candidate")
    with transaction() as session:
        candidate = actions.link_candidate(
            session,
            form.identity_code.code,
            family_name=form.family_name.data or "",
            by=current_actor(),
            now=now(),
        )
    flash(_("The candidate is now among your candidates."), "good")
    return redirect(url_for(".show_candidate", candidate_id=candidate.id), 303)


@candidates.get("/<uuid:candidate_id>")
def show_candidate(candidate_id: UUID) -> ResponseReturnValue:
    """One candidate: facts, the next step, referrals and seats, results, consents."""
    actor = current_actor()
    with disclosure() as session:
        candidate = queries.get_candidate(session, candidate_id, viewer=actor)
        record_viewing(session, candidate_id, by=actor, now=now())
        seats = bookings.bookings_of(session, candidate_id, viewer=actor)
        referrals = bookings.referrals_of(session, candidate_id, viewer=actor)
        return render_template(
            "authority_desk/candidate.html",
            candidate=candidate,
            masked_code=queries.masked_code_of(session, candidate),
            referrals=referrals,
            referral_words=referrals_in_words(session, referrals),
            seats=seats,
            waits=waits_of(session, candidate_id, viewer=actor),
            consents=consents.consents_of(session, candidate_id, viewer=actor),
            results=results_of_candidate(session, candidate_id, viewer=actor),
            courses=courses_of_person(session, candidate_id, today=today()) if _places_people() else None,
            last_results=last_results(session, candidate_id, today=today()),
            flags=flags_of_invitation(
                candidate,
                *(seat for seat in seats if seat.state is BookingState.BOOKED),
                words=words_for(session, LetterKind.INVITATION),
            ),
        )


@candidates.get("/<uuid:candidate_id>/edit")
def edit_candidate(candidate_id: UUID) -> ResponseReturnValue:
    """The form with what is stored."""
    with disclosure() as session:
        candidate = queries.get_candidate(session, candidate_id, viewer=current_actor())
    form = CandidateForm.of(facts_of(candidate), version=candidate.version)
    return _editing(candidate_id, form, 200)


@candidates.post("/<uuid:candidate_id>/edit")
def change(candidate_id: UUID) -> ResponseReturnValue:
    """Keep what was changed, unless somebody else changed it meanwhile."""
    form = CandidateForm()
    if not form.validate():
        return _editing(candidate_id, form, 422)
    try:
        with transaction() as session:
            actions.change_candidate(
                session,
                candidate_id,
                version=form.version.data or 0,
                facts=form.facts(),
                code=form.identity_code.code,
                by=current_actor(),
                now=now(),
            )
    except Conflict as conflict:
        if conflict.code == "identity_code_registered":
            form.identity_code.errors = [*form.identity_code.errors, str(MESSAGES[conflict.code])]
            return _editing(candidate_id, form, 409)
        return _changed_meanwhile(candidate_id, form)
    flash(_("Saved."), "good")
    return redirect(url_for(".show_candidate", candidate_id=candidate_id), 303)


def _places_people() -> bool:
    """Whether the reader decides about courses: a guidance service refers and does not."""
    return may(Permission.PLACE_ON_COURSES)


def _changed_meanwhile(candidate_id: UUID, form: CandidateForm) -> ResponseReturnValue:
    with disclosure() as session:
        candidate = queries.get_candidate(session, candidate_id, viewer=current_actor())
        last = queries.find_last_change(session, candidate_id)
    # What was typed stays; saving again is now a choice made with both versions in sight.
    form.version.data, form.version.raw_data = candidate.version, None
    stored = CandidateForm.of(facts_of(candidate), version=candidate.version)
    return _editing(candidate_id, form, 409, stored=stored, last=last)


def _editing(candidate_id: UUID, form: CandidateForm, status: int, **more: object) -> ResponseReturnValue:
    with disclosure() as session:
        candidate = queries.get_candidate(session, candidate_id, viewer=current_actor())
        masked_code = queries.masked_code_of(session, candidate)
        record_viewing(session, candidate_id, by=current_actor(), now=now())
    return render_template(
        "authority_desk/candidate_edit.html",
        form=form,
        candidate=candidate,
        masked_code=masked_code,
        **more,
    ), status
