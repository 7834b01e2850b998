"""One letter at once: prepared while reading, drawn with the database closed, kept as it was sent."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.audit import actions as audit
from testing_app.audit.events import Event
from testing_app.errors import Conflict
from testing_app.letters.facts import LetterFacts, SeatFacts
from testing_app.letters.letter import Letter, draw_letter
from testing_app.post.actions.calls import make_call_task
from testing_app.post.facts import facts_about, sender_of
from testing_app.post.models import SentLetter
from testing_app.post.subjects import get_subject, is_still_so
from testing_app.vocabulary import LetterKind
from testing_app.wording.letter_words import LetterWords
from testing_app.wording.queries import words_for


@dataclass(frozen=True, kw_only=True)
class LetterOrder:
    """Everything about one letter that must be known before it is drawn; plain data, for any process."""

    subject_id: UUID
    candidate_id: UUID
    number: str
    post_code: str
    facts: LetterFacts
    words: LetterWords
    kept_id: UUID | None = None
    kept_digest: str = ""


@dataclass(frozen=True, kw_only=True)
class DrawnLetter:
    """The order and the letter that was drawn for it."""

    order: LetterOrder
    letter: Letter


def send_letter(
    session: Session, kind: LetterKind, subject_id: UUID, *, by: Actor, now: datetime
) -> SentLetter:
    """The letter, drawn and kept in one go; pages take the three steps: no lock waits for a drawing."""
    order = prepare_letter(session, kind, subject_id, by=by, now=now)
    return keep_letter(session, draw(order), by=by, now=now)


def prepare_letter(
    session: Session,
    kind: LetterKind,
    subject_id: UUID,
    *,
    by: Actor,
    now: datetime,
    earlier: SeatFacts | None = None,
) -> LetterOrder:
    """What the letter will say; `Conflict("letter_no_longer_so")` when it would say what is not true.

    A letter that was kept before is dated as then: drawn again, it is the same to the byte if it says the
    same, and is not kept twice.
    """
    subject = get_subject(session, kind, subject_id, organisation_id=by.organisation_id)
    if not is_still_so(kind, subject):
        raise Conflict("letter_no_longer_so")
    kept = _newest_kept(session, kind, subject_id, by=by)
    facts = facts_about(
        session,
        kind,
        subject,
        sender=sender_of(session, by),
        now=kept.made_at if kept else now,
        earlier=earlier,
    )
    return LetterOrder(
        subject_id=subject_id,
        candidate_id=subject.candidate_id,
        number=subject.candidate.number,
        post_code=subject.candidate.post_code,
        facts=facts,
        words=words_for(session, kind),
        kept_id=kept.id if kept else None,
        kept_digest=kept.pdf_digest if kept else "",
    )


def draw(order: LetterOrder) -> DrawnLetter:
    """Draw it; needs no database."""
    return DrawnLetter(order=order, letter=draw_letter(order.facts, order.words))


def keep_letter(session: Session, drawn: DrawnLetter, *, by: Actor, now: datetime) -> SentLetter:
    """Keep the letter as it is sent; somebody who reads no script is called as well."""
    order = drawn.order
    kept = session.get(SentLetter, order.kept_id) if order.kept_id else None
    if kept is not None and order.kept_digest == _digest(drawn.letter.pdf):
        record_viewed(session, kept, by=by, now=now)
        return kept
    letter = sent_letter(drawn, by=by)
    session.add(letter)
    record_sent(session, letter, by=by, now=now)
    subject = get_subject(session, letter.kind, letter.subject_id, organisation_id=by.organisation_id)
    if not subject.candidate.reads_letters:
        make_call_task(session, subject, order.facts, order.words, by=by, now=now)
    return letter


def sent_letter(drawn: DrawnLetter, *, by: Actor, job_id: UUID | None = None) -> SentLetter:
    """The row that keeps a drawn letter, dated as the letter is."""
    order, letter = drawn.order, drawn.letter
    return SentLetter(
        organisation_id=by.organisation_id,
        candidate_id=order.candidate_id,
        kind=order.facts.kind,
        subject_id=order.subject_id,
        job_id=job_id,
        post_code=order.post_code,
        languages=list(letter.languages),
        untranslated=letter.untranslated or "",
        wordings=dict(letter.wordings),
        pdf=letter.pdf,
        pdf_digest=_digest(letter.pdf),
        made_by_id=by.account_id,
        made_at=order.facts.printed_on,
    )


def record_sent(session: Session, letter: SentLetter, *, by: Actor, now: datetime) -> None:
    """A letter was made and kept."""
    _record(session, Event.LETTER_SENT, letter, by=by, now=now)


def record_viewed(session: Session, letter: SentLetter, *, by: Actor, now: datetime) -> None:
    """A kept letter was looked at."""
    _record(session, Event.LETTER_VIEWED, letter, by=by, now=now)


def _record(session: Session, event: Event, letter: SentLetter, *, by: Actor, now: datetime) -> None:
    session.flush()
    audit.record(
        session,
        event,
        by=by,
        now=now,
        subject=("letter", letter.id),
        candidate_id=letter.candidate_id,
        details={"kind": letter.kind.value, "about": str(letter.subject_id)},
    )


def _newest_kept(session: Session, kind: LetterKind, subject_id: UUID, *, by: Actor) -> SentLetter | None:
    return session.scalars(
        sa.select(SentLetter)
        .where(
            SentLetter.subject_id == subject_id,
            SentLetter.kind == kind,
            SentLetter.organisation_id == by.organisation_id,
        )
        .order_by(SentLetter.made_at.desc(), SentLetter.id)
        .limit(1)
    ).one_or_none()


def _digest(pdf: bytes) -> str:
    return hashlib.sha256(pdf).hexdigest()
