"""Print jobs: what could be printed, jobs with their progress, one file or separate ones."""

import io
import zipfile
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from testing_app.clock import now, today
from testing_app.errors import Conflict, NotFound
from testing_app.post import actions, choosing, queries
from testing_app.post.choosing import Pile
from testing_app.post.viewing import record_job_viewed
from testing_app.vocabulary import LetterJobState, LetterKind
from testing_app.web.current import current_actor
from testing_app.web.layout import day
from testing_app.web.messages import message_of
from testing_app.web.post_room.words import JOB_STATES, KINDS, PROBLEMS
from testing_app.web.typed import identifier
from testing_app.web.units import disclosure, reading, transaction

letter_jobs = Blueprint("letter_jobs", __name__, url_prefix="/post", template_folder="templates")


@letter_jobs.get("")
def listing() -> ResponseReturnValue:
    """The print jobs of the organisation, newest first."""
    actor = current_actor()
    with reading() as session:
        page = queries.jobs_of(session, viewer=actor, page=request.args.get("page", 1, type=int))
        counts = queries.counts_of(session, viewer=actor)
    return render_template("post_room/jobs.html", page=page, counts=counts, kinds=KINDS, states=JOB_STATES)


@letter_jobs.get("/new")
def choose() -> ResponseReturnValue:
    """What could be printed now."""
    with reading() as session:
        piles = choosing.piles_of(session, viewer=current_actor(), today=today())
    return render_template("post_room/new.html", piles=piles, kinds=KINDS)


@letter_jobs.post("/jobs")
def make() -> ResponseReturnValue:
    """Ask for a pile of letters; a worker draws them."""
    actor = current_actor()
    try:
        kind = LetterKind(request.form.get("kind", ""))
        with transaction() as session:
            pile = choosing.find_pile(
                session, kind, identifier(request.form.get("scope", "")), viewer=actor, today=today()
            )
            chosen = pile.everybody if request.form.get("who") == "everybody" else pile.without_letter
            job = actions.queue_letters(session, kind, chosen, title=_title(pile), by=actor, now=now())
    except ValueError:
        return _refused(_("Choose what to print."))
    except (Conflict, NotFound) as problem:
        return _refused(message_of(problem))
    return redirect(url_for(".show", job_id=job.id), 303)


def _refused(message: str) -> ResponseReturnValue:
    flash(message, "warn")
    return redirect(url_for(".choose"), 303)


def _title(pile: Pile) -> str:
    """What the pile is about, in the words of the one who asks; names nobody."""
    parts = [day(pile.on) if pile.on else "", pile.at.strftime("%-H.%M") if pile.at else "", pile.place]
    return " · ".join(part for part in parts if part)


@letter_jobs.get("/jobs/<uuid:job_id>")
def show(job_id: UUID) -> ResponseReturnValue:
    """How far a job has come, what could not be made, and the files when it is ready."""
    actor = current_actor()
    with disclosure() as session:
        job = queries.get_job(session, job_id, viewer=actor)
        made = queries.number_of_letters(session, job_id)
        record_job_viewed(session, job, what="page", by=actor, now=now())
    return render_template(
        "post_room/job.html",
        job=job,
        made=made,
        calls=len(job.facts.get("calls", ())),
        finished=job.state in (LetterJobState.DONE, LetterJobState.FAILED),
        kinds=KINDS,
        states=JOB_STATES,
        problems=PROBLEMS,
    )


@letter_jobs.get("/jobs/<uuid:job_id>/progress")
def progress(job_id: UUID) -> ResponseReturnValue:
    """Letters done, letters in all and the state, for the bar: `12 40 working`."""
    with reading() as session:
        job = queries.get_job(session, job_id, viewer=current_actor())
    return Response(f"{job.done} {len(job.subjects)} {job.state.value}", mimetype="text/plain")


@letter_jobs.get("/jobs/<uuid:job_id>/letters.pdf")
def pdf(job_id: UUID) -> ResponseReturnValue:
    """The one file to print from."""
    actor = current_actor()
    with disclosure() as session:
        job = queries.get_job(session, job_id, viewer=actor)
        content = queries.file_of_job(session, job_id, viewer=actor)
        record_job_viewed(session, job, what="pdf", by=actor, now=now())
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="letters-{job_id}.pdf"'
    return response


@letter_jobs.get("/jobs/<uuid:job_id>/letters.zip")
def separate_files(job_id: UUID) -> ResponseReturnValue:
    """Every letter as a file of its own, numbered in the order of the one file; no name says whose it is."""
    actor = current_actor()
    out = io.BytesIO()
    with disclosure() as session, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        job = queries.get_job(session, job_id, viewer=actor)
        record_job_viewed(session, job, what="zip", by=actor, now=now())
        for number, letter in enumerate(queries.letters_in_order(session, job_id), start=1):
            archive.writestr(f"{number:04d}.pdf", letter.pdf)
    out.seek(0)
    answer = send_file(
        out, mimetype="application/zip", as_attachment=True, download_name=f"letters-{job_id}.zip"
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


@letter_jobs.post("/jobs/<uuid:job_id>/again")
def again(job_id: UUID) -> ResponseReturnValue:
    """A new job of the letters that failed."""
    try:
        with transaction() as session:
            job = actions.queue_failed_again(session, job_id, by=current_actor(), now=now())
    except Conflict as problem:
        flash(message_of(problem), "warn")
        return redirect(url_for(".show", job_id=job_id), 303)
    return redirect(url_for(".show", job_id=job.id), 303)
