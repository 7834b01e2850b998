"""The worker of print jobs: claims one, draws with the database closed, keeps letters batch by batch."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.orm import Session

from testing_app import clock
from testing_app.errors import Conflict
from testing_app.letters.facts import LetterFacts
from testing_app.persistence.database import Database
from testing_app.post.actions.calls import make_call_task
from testing_app.post.actions.jobs import (
    ClaimedJob,
    ClaimLost,
    LetterFailure,
    LetterProblem,
    claim_job,
    finish_job,
    give_back,
    save_progress,
)
from testing_app.post.actions.letters import DrawnLetter, LetterOrder
from testing_app.post.combining import combine
from testing_app.post.drawing import Studio
from testing_app.post.facts import Sender, can_be_posted, facts_about, seat_from_json, sender_of
from testing_app.post.queries import is_any_job_waiting, letters_in_order, number_of_letters
from testing_app.post.subjects import Subject, is_still_so, subjects_of
from testing_app.wording.letter_words import LetterWords
from testing_app.wording.queries import words_for

LEASE = timedelta(minutes=2)
READ_AT_ONCE = 40
KEPT_AT_ONCE = 16

log = logging.getLogger("lahtotaso.post")


@dataclass
class Batch:
    """What has come together since the last time it was kept."""

    letters: list[DrawnLetter] = field(default_factory=list)
    failures: list[LetterFailure] = field(default_factory=list)
    calls: list[UUID] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.letters) + len(self.failures) + len(self.calls)


def never() -> bool:
    """Nobody asks to stop."""
    return False


@dataclass(frozen=True, kw_only=True)
class Printer:
    """Makes the letters of print jobs; any number may run at once, in any number of processes."""

    database: Database
    now: Callable[[], datetime] = clock.now
    studio: Callable[[], Studio] = Studio
    lease: timedelta = LEASE
    should_stop: Callable[[], bool] = never

    def print_waiting(self) -> int:
        """Every job that waits; how many were finished."""
        finished = 0
        while not self.should_stop() and (claimed := self._claim()) is not None:
            try:
                finished += self._make(claimed)
            except ClaimLost:
                log.warning("letter job taken by another worker", extra={"job": str(claimed.id)})
        return finished

    def _claim(self) -> ClaimedJob | None:
        with self.database.glance() as session:
            if not is_any_job_waiting(session, now=self.now()):
                return None
        with self.database.transaction() as session:
            return claim_job(session, now=self.now(), lease=self.lease)

    def _make(self, claimed: ClaimedJob) -> bool:
        batch = Batch()
        with self.studio() as studio:
            for order, drawn in studio.draw(self._orders(claimed, batch)):
                _sort(order, drawn, batch)
                if len(batch) >= KEPT_AT_ONCE:
                    claimed = self._keep(claimed, batch)
                if self.should_stop():
                    claimed = self._keep(claimed, batch)
                    with self.database.transaction() as session:
                        give_back(session, claimed, now=self.now())
                    return False
        claimed = self._keep(claimed, batch)
        self._finish(claimed)
        return True

    def _orders(self, claimed: ClaimedJob, batch: Batch) -> Iterator[LetterOrder]:
        """The letters to draw; who is called and what cannot be made goes straight to the batch."""
        with self.database.reading() as session:
            words, sender = words_for(session, claimed.kind), sender_of(session, claimed.by)
        for start in range(0, len(claimed.subjects), READ_AT_ONCE):
            some = claimed.subjects[start : start + READ_AT_ONCE]
            asked = Asked(claimed=claimed, words=words, sender=sender, now=self.now())
            with self.database.reading() as session:
                looked_at = asked.look_at(session, some)
            batch.failures += [each for each in looked_at if isinstance(each, LetterFailure)]
            calls = [each for each in looked_at if isinstance(each, UUID)]
            if calls:
                self._ask_to_call(asked, calls)
                batch.calls += calls
            yield from (each for each in looked_at if isinstance(each, LetterOrder))

    def _ask_to_call(self, asked: "Asked", calls: Sequence[UUID]) -> None:
        """A call that was asked for by a worker that died then is the same call now."""
        with self.database.transaction() as session:
            subjects = asked.subjects(session, calls)
            for subject in subjects.values():
                facts = asked.facts(session, subject)
                make_call_task(session, subject, facts, asked.words, by=asked.claimed.by, now=asked.now)

    def _keep(self, claimed: ClaimedJob, batch: Batch) -> ClaimedJob:
        with self.database.transaction() as session:
            claimed = save_progress(
                session,
                claimed,
                letters=batch.letters,
                failures=batch.failures,
                calls=batch.calls,
                now=self.now(),
                lease=self.lease,
            )
        batch.letters, batch.failures, batch.calls = [], [], []
        return claimed

    def _finish(self, claimed: ClaimedJob) -> None:
        new_sheet = bool(claimed.facts.get("new_sheet", True))
        with self.database.reading() as session:
            made = number_of_letters(session, claimed.id)
            letters = (letter.pdf for letter in letters_in_order(session, claimed.id))
            pdf = combine(letters, each_on_new_sheet=new_sheet) if made else None
        with self.database.transaction() as session:
            finish_job(session, claimed, pdf=pdf, now=self.now())
        log.info("letter job done", extra={"job": str(claimed.id), "letters": made})


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What all letters of a job have in common."""

    claimed: ClaimedJob
    words: LetterWords
    sender: Sender
    now: datetime

    def subjects(self, session: Session, ids: Sequence[UUID]) -> Mapping[UUID, Subject]:
        """The rows the letters are about."""
        organisation_id = self.claimed.by.organisation_id
        return subjects_of(session, self.claimed.kind, ids, organisation_id=organisation_id)

    def facts(self, session: Session, subject: Subject) -> LetterFacts:
        """What the letter about one of them says."""
        kept = self.claimed.facts.get("earlier", {}).get(str(subject.id))
        return facts_about(
            session,
            self.claimed.kind,
            subject,
            sender=self.sender,
            now=self.now,
            earlier=seat_from_json(kept) if kept else None,
        )

    def look_at(self, session: Session, ids: Sequence[UUID]) -> list[LetterOrder | LetterFailure | UUID]:
        """For each row the letter to draw, why there is none, or itself when the person is called."""
        found = self.subjects(session, ids)
        return [self._look_at_one(session, each, found.get(each)) for each in ids]

    def _look_at_one(
        self, session: Session, subject_id: UUID, subject: Subject | None
    ) -> LetterOrder | LetterFailure | UUID:
        if subject is None:
            return LetterFailure(
                subject_id=subject_id, candidate_id=None, number="", problem=LetterProblem.NOT_FOUND
            )
        if not is_still_so(self.claimed.kind, subject):
            return _failure(subject, LetterProblem.NO_LONGER_SO)
        if subject.candidate.reads_letters and not can_be_posted(subject.candidate):
            return _failure(subject, LetterProblem.MISSING_ADDRESS)
        try:
            facts = self.facts(session, subject)
        except Conflict:
            return _failure(subject, LetterProblem.EARLIER_SEAT_UNKNOWN)
        if not subject.candidate.reads_letters:
            return subject_id
        return LetterOrder(
            subject_id=subject_id,
            candidate_id=subject.candidate_id,
            number=subject.candidate.number,
            post_code=subject.candidate.post_code,
            facts=facts,
            words=self.words,
        )


def _sort(order: LetterOrder, drawn: DrawnLetter | None, batch: Batch) -> None:
    """A letter that lacks characters of a name would be wrong on paper: it is not made."""
    if drawn is None:
        batch.failures.append(_not_made(order, LetterProblem.DRAWING_FAILED))
    elif drawn.letter.missing_glyphs:
        batch.failures.append(_not_made(order, LetterProblem.MISSING_GLYPHS, drawn.letter.missing_glyphs))
    else:
        batch.letters.append(drawn)


def _not_made(order: LetterOrder, problem: LetterProblem, detail: str = "") -> LetterFailure:
    return LetterFailure(
        subject_id=order.subject_id,
        candidate_id=order.candidate_id,
        number=order.number,
        problem=problem,
        detail=detail,
    )


def _failure(subject: Subject, problem: LetterProblem) -> LetterFailure:
    return LetterFailure(
        subject_id=subject.id,
        candidate_id=subject.candidate_id,
        number=subject.candidate.number,
        problem=problem,
    )
