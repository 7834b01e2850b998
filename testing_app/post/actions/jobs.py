"""Print jobs: asked for, claimed by one worker, kept up batch by batch, finished."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.audit import actions as audit
from testing_app.audit.events import Event
from testing_app.errors import Conflict, NotFound
from testing_app.letters.facts import SeatFacts
from testing_app.people.models import Account
from testing_app.people.sign_in import actor_of
from testing_app.post.actions.letters import DrawnLetter, record_sent, sent_letter
from testing_app.post.facts import seat_to_json
from testing_app.post.models import LetterJob, SentLetter
from testing_app.post.queries import get_job, is_workable
from testing_app.post.subjects import SENT_FROM_HERE, subjects_of
from testing_app.vocabulary import LetterJobState, LetterKind

MOST_LETTERS = 5_000
MOST_ATTEMPTS = 5
LONGEST_TITLE = 200
PRESSED_TWICE_WITHIN = timedelta(minutes=1)


class LetterProblem(StrEnum):
    """Why a letter of a job was not made; the page says what to do."""

    MISSING_ADDRESS = "missing_address"
    MISSING_GLYPHS = "missing_glyphs"
    NO_LONGER_SO = "no_longer_so"
    NOT_FOUND = "not_found"
    EARLIER_SEAT_UNKNOWN = "earlier_seat_unknown"
    DRAWING_FAILED = "drawing_failed"


@dataclass(frozen=True, kw_only=True)
class LetterFailure:
    """One letter that was not made; `number` is the candidate's, `detail` the characters no font has."""

    subject_id: UUID
    candidate_id: UUID | None
    number: str
    problem: LetterProblem
    detail: str = ""

    def to_json(self) -> dict[str, Any]:
        """As the job keeps it."""
        return {
            "subject": str(self.subject_id),
            "candidate": str(self.candidate_id) if self.candidate_id else None,
            "number": self.number,
            "problem": self.problem.value,
            "detail": self.detail,
        }


@dataclass(frozen=True, kw_only=True)
class ClaimedJob:
    """A job as the worker carries it: nobody else works on it until `claimed_until`."""

    id: UUID
    kind: LetterKind
    subjects: tuple[UUID, ...]
    facts: Mapping[str, Any]
    by: Actor
    claimed_until: datetime


class ClaimLost(Exception):
    """The lease ran out and another worker has taken the job: what is not saved is left to it."""


def queue_letters(
    session: Session,
    kind: LetterKind,
    subjects: Sequence[UUID],
    *,
    title: str,
    by: Actor,
    now: datetime,
    earlier: Mapping[UUID, SeatFacts] | None = None,
    each_on_new_sheet: bool = True,
) -> LetterJob:
    """Ask for letters about these rows as one print job; a worker draws them.

    `earlier` says for letters about changed seats when and where each was before. Rows of other
    organisations are `NotFound("letter_subject")`; none at all is `Conflict("no_letters")`. Who presses twice
    gets the job that was asked for a moment ago.
    """
    chosen = list(dict.fromkeys(subjects))
    _refuse_subjects(session, kind, chosen, by=by)
    facts: dict[str, Any] = {
        "earlier": {str(key): seat_to_json(seat) for key, seat in (earlier or {}).items()},
        "new_sheet": each_on_new_sheet,
    }
    asked_before = _find_just_asked(session, kind, chosen, facts, by=by, now=now)
    if asked_before is not None:
        return asked_before
    job = LetterJob(
        organisation_id=by.organisation_id,
        kind=kind,
        title=title.strip()[:LONGEST_TITLE],
        subjects=[str(subject) for subject in chosen],
        facts=facts,
        state=LetterJobState.QUEUED,
        done=0,
        failures=[],
        asked_by_id=by.account_id,
        asked_at=now,
    )
    session.add(job)
    session.flush()
    _record(session, job, by=by, now=now, asked=len(chosen))
    return job


def _refuse_subjects(session: Session, kind: LetterKind, chosen: Sequence[UUID], *, by: Actor) -> None:
    if kind not in SENT_FROM_HERE:
        raise NotFound("letter_subject")
    if not chosen:
        raise Conflict("no_letters")
    if len(chosen) > MOST_LETTERS:
        raise Conflict("too_many_letters", most=MOST_LETTERS)
    if len(_known(session, kind, chosen, by)) < len(chosen):
        raise NotFound("letter_subject")


def _find_just_asked(
    session: Session,
    kind: LetterKind,
    subjects: Sequence[UUID],
    facts: Mapping[str, Any],
    *,
    by: Actor,
    now: datetime,
) -> LetterJob | None:
    """The job of the very same letters that the same account asked for just now and nobody has begun.

    The account's row is locked: of two requests at once the second one sees the first one's job.
    """
    session.get(Account, by.account_id, with_for_update={"key_share": True, "of": Account})
    rows = session.scalars(
        sa.select(LetterJob).where(
            LetterJob.organisation_id == by.organisation_id,
            LetterJob.asked_by_id == by.account_id,
            LetterJob.kind == kind,
            LetterJob.state == LetterJobState.QUEUED,
            LetterJob.asked_at >= now - PRESSED_TWICE_WITHIN,
        )
    )
    wanted = [str(subject) for subject in subjects]
    return next((row for row in rows if row.subjects == wanted and dict(row.facts) == facts), None)


def queue_failed_again(session: Session, job_id: UUID, *, by: Actor, now: datetime) -> LetterJob:
    """A new job of those letters that could not be made."""
    job = get_job(session, job_id, viewer=by)
    if job.state not in (LetterJobState.DONE, LetterJobState.FAILED):
        raise Conflict("letters_still_being_made")
    again = [UUID(failure["subject"]) for failure in job.failures]
    known = _known(session, job.kind, again, by)
    new = queue_letters(
        session, job.kind, [each for each in again if each in known], title=job.title, by=by, now=now
    )
    new.facts = dict(job.facts) | {"attempts": 0, "calls": []}
    session.flush()
    return new


def claim_job(session: Session, *, now: datetime, lease: timedelta) -> ClaimedJob | None:
    """The job that waits longest, or one whose worker died; exactly one worker gets it."""
    job = session.scalars(
        sa.select(LetterJob)
        .where(is_workable(now))
        .order_by(LetterJob.asked_at, LetterJob.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    ).one_or_none()
    if job is None:
        return None
    attempts = int(job.facts.get("attempts", 0)) + 1
    job.facts = {**job.facts, "attempts": attempts}
    if attempts > MOST_ATTEMPTS:
        job.state, job.claimed_until, job.finished_at = LetterJobState.FAILED, None, now
        session.flush()
        return None
    job.state, job.claimed_until = LetterJobState.WORKING, now + lease
    session.flush()
    return ClaimedJob(
        id=job.id,
        kind=job.kind,
        subjects=_unfinished(session, job),
        facts=job.facts,
        by=actor_of(session.get_one(Account, job.asked_by_id)),
        claimed_until=now + lease,
    )


def save_progress(
    session: Session,
    claimed: ClaimedJob,
    *,
    letters: Sequence[DrawnLetter],
    failures: Sequence[LetterFailure],
    calls: Sequence[UUID],
    now: datetime,
    lease: timedelta,
) -> ClaimedJob:
    """Keep what a batch brought: letters, failures, who is called instead; gives the claim, prolonged."""
    job = _still_claimed(session, claimed)
    for drawn in letters:
        letter = sent_letter(drawn, by=claimed.by, job_id=job.id)
        session.add(letter)
        record_sent(session, letter, by=claimed.by, now=now)
    job.failures = [*job.failures, *(failure.to_json() for failure in failures)]
    if calls:
        job.facts = {**job.facts, "calls": [*job.facts.get("calls", ()), *map(str, calls)]}
    job.done += len(letters) + len(failures) + len(calls)
    job.claimed_until = now + lease
    session.flush()
    return replace(claimed, claimed_until=now + lease)


def finish_job(session: Session, claimed: ClaimedJob, *, pdf: bytes | None, now: datetime) -> None:
    """All letters are there, and the one file to print them from (None: no letter could be made)."""
    job = _still_claimed(session, claimed)
    job.state, job.claimed_until, job.finished_at, job.pdf = LetterJobState.DONE, None, now, pdf
    session.flush()
    _record(
        session,
        job,
        by=claimed.by,
        now=now,
        made=job.done - len(job.failures) - len(job.facts.get("calls", ())),
        failed=len(job.failures),
        calls=len(job.facts.get("calls", ())),
    )


def give_back(session: Session, claimed: ClaimedJob, *, now: datetime) -> None:
    """The worker stops in the middle: the next one may go on at once."""
    job = _still_claimed(session, claimed)
    job.claimed_until = now
    job.facts = {**job.facts, "attempts": int(job.facts.get("attempts", 1)) - 1}
    session.flush()


def _still_claimed(session: Session, claimed: ClaimedJob) -> LetterJob:
    job = session.scalars(
        sa.select(LetterJob)
        .where(LetterJob.id == claimed.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if job.state is not LetterJobState.WORKING or job.claimed_until != claimed.claimed_until:
        raise ClaimLost(str(claimed.id))
    return job


def _unfinished(session: Session, job: LetterJob) -> tuple[UUID, ...]:
    """What the worker before did not get to, in the order it was asked for."""
    made = session.scalars(sa.select(SentLetter.subject_id).where(SentLetter.job_id == job.id))
    done = {str(subject) for subject in made}
    done |= {failure["subject"] for failure in job.failures} | set(job.facts.get("calls", ()))
    return tuple(UUID(subject) for subject in job.subjects if subject not in done)


def _known(session: Session, kind: LetterKind, subjects: Sequence[UUID], by: Actor) -> set[UUID]:
    return set(subjects_of(session, kind, subjects, organisation_id=by.organisation_id))


def _record(session: Session, job: LetterJob, *, by: Actor, now: datetime, **counts: int) -> None:
    audit.record(
        session,
        Event.LETTERS_PRINTED,
        by=by,
        now=now,
        subject=("letter_job", job.id),
        details={"kind": job.kind.value, **counts},
    )
