"""Compares a test-day sheet with an occasion: whose the rows are, what would change, what is in the way."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.bookings.models import Booking, Occasion
from testing_app.bookings.queries import bookings_on
from testing_app.placements.suggesting import judged
from testing_app.rule_sets import rules
from testing_app.rule_sets.queries import rule_set_for
from testing_app.sheets.columns import SKILL_COLUMNS, Column
from testing_app.sheets.problems import Note, Problem
from testing_app.sheets.reading import Sheet, SheetRow
from testing_app.sittings.evidence import SkillEvidence, SkillFinding, evidence_of
from testing_app.sittings.from_sheet import SheetChange, sheet_changes
from testing_app.sittings.models import Sitting
from testing_app.sittings.queries import is_open_for_scores, sittings_of_bookings
from testing_app.vocabulary import BookingState, Literacy, Part, PartState, StudyReadiness

_STANDING = (BookingState.ARRIVED, BookingState.BOOKED, BookingState.NO_SHOW, BookingState.CANCELLED)


class Obstacle(StrEnum):
    """Why a row that reads well still cannot be taken over."""

    NOT_BOOKED = "not_booked"
    NOT_CHECKED_IN = "not_checked_in"
    ABSENT = "absent"
    SIGNED = "signed"
    LEVEL_NOT_GIVEN = "level_not_given"


class RowState(StrEnum):
    """What importing would do with a row."""

    NEW = "new"
    DIFFERENT = "different"
    SAME = "same"
    PROBLEM = "problem"


@dataclass(frozen=True, kw_only=True)
class ImportRow:
    """One row of the sheet beside what is known of its candidate."""

    number: int
    candidate: str
    texts: Mapping[Column, str]
    state: RowState
    problems: tuple[Problem, ...] = ()
    obstacle: Obstacle | None = None
    name: str | None = None
    booking_id: UUID | None = None
    sitting_id: UUID | None = None
    found: SkillEvidence | None = None
    changes: tuple[SheetChange, ...] = ()
    suggestion: rules.Suggestion | None = None
    rule_set: rules.RuleSet | None = None

    @property
    def entered_by_hand(self) -> tuple[SheetChange, ...]:
        """What a person typed on screen and the sheet says differently: kept unless ticked."""
        return tuple(change for change in self.changes if change.was_entered_by_hand)

    @property
    def is_good(self) -> bool:
        """Whether the row can be taken over."""
        return self.state is not RowState.PROBLEM

    @property
    def does_something(self) -> bool:
        """Whether taking it over would change anything, ticked or not."""
        return self.state in (RowState.NEW, RowState.DIFFERENT)


@dataclass(frozen=True, kw_only=True)
class ImportPlan:
    """What importing a sheet on an occasion would do; `rule_set` is the national one, for its words."""

    rows: Sequence[ImportRow]
    other_problems: Sequence[Problem]
    notes: Sequence[Note]
    columns: Mapping[Column, str]
    rule_set: rules.RuleSet

    @property
    def good(self) -> list[ImportRow]:
        """The rows that can be taken over."""
        return [row for row in self.rows if row.is_good]

    @property
    def left_out(self) -> int:
        """How many rows cannot be taken over."""
        nameless = {problem.row for problem in self.other_problems}
        return len(self.rows) - len(self.good) + len(nameless)

    @property
    def does_something(self) -> bool:
        """Whether confirming it would change anything."""
        return any(row.does_something for row in self.rows)

    @property
    def digest(self) -> str:
        """What a preview shows, in short: confirming the preview means confirming this."""
        shown = [
            (
                row.number,
                row.candidate,
                row.state.value,
                row.obstacle,
                [(c.name, str(c.recorded), str(c.on_sheet)) for c in row.changes],
            )
            for row in self.rows
        ]
        return hashlib.sha256(repr(shown).encode()).hexdigest()


def plan_of(session: Session, sheet: Sheet, occasion: Occasion, *, viewer: Actor) -> ImportPlan:
    """Match the rows with the occasion's bookings by candidate number, in a constant number of queries."""
    bookings = _by_candidate(bookings_on(session, occasion.id, viewer=viewer))
    sittings = sittings_of_bookings(session, [booking.id for booking in bookings.values()], viewer=viewer)
    rule_set = rules.rule_set_on(occasion.held_on, language=occasion.language_tested)
    own_rule_sets = _RuleSetsOf(session, occasion)
    rows = []
    for row in sheet.rows:
        booking = bookings.get(row.candidate.casefold())
        sitting = sittings.get(booking.id) if booking else None
        problems = tuple(problem for problem in sheet.problems if problem.row == row.number)
        own = own_rule_sets.of(booking.referral.authority_id) if booking else rule_set
        rows.append(_import_row(row, problems, booking, sitting, own))
    numbers = {row.number for row in sheet.rows}
    return ImportPlan(
        rows=rows,
        other_problems=[problem for problem in sheet.problems if problem.row not in numbers],
        notes=sheet.notes,
        columns=sheet.headings,
        rule_set=rule_set,
    )


class _RuleSetsOf:
    """The rule set in force on an occasion for each authority that referred somebody, asked once."""

    def __init__(self, session: Session, occasion: Occasion) -> None:
        self._session, self._occasion = session, occasion
        self._found: dict[UUID, rules.RuleSet] = {}

    def of(self, authority_id: UUID) -> rules.RuleSet:
        if authority_id not in self._found:
            self._found[authority_id] = rule_set_for(
                self._session,
                authority_id=authority_id,
                language_tested=self._occasion.language_tested,
                on=self._occasion.held_on,
            )
        return self._found[authority_id]


def _by_candidate(bookings: Sequence[Booking]) -> dict[str, Booking]:
    """One booking for each candidate number: the one that came furthest."""
    furthest_last = sorted(bookings, key=lambda booking: _STANDING.index(booking.state), reverse=True)
    return {booking.candidate.number.casefold(): booking for booking in furthest_last}


def _import_row(
    row: SheetRow,
    problems: tuple[Problem, ...],
    booking: Booking | None,
    sitting: Sitting | None,
    rule_set: rules.RuleSet,
) -> ImportRow:
    known = ImportRow(
        number=row.number,
        candidate=row.candidate,
        texts=dict(row.texts),
        state=RowState.PROBLEM,
        problems=problems,
        name=booking.candidate.name if booking else None,
        booking_id=booking.id if booking else None,
        sitting_id=sitting.id if sitting else None,
    )
    if row.evidence is None:
        return known
    found = found_in(row.evidence)
    changes = tuple(sheet_changes(sitting, found)) if sitting else ()
    obstacle = _obstacle(row.evidence, booking, sitting, changes)
    if obstacle:
        return replace(known, obstacle=obstacle)
    evidence = _after(evidence_of(sitting), changes) if sitting else found
    state = RowState.NEW if sitting is None else (RowState.DIFFERENT if changes else RowState.SAME)
    suggestion = rules.suggest(judged(evidence), rule_set)
    return replace(known, state=state, found=found, changes=changes, suggestion=suggestion, rule_set=rule_set)


def _obstacle(
    evidence: rules.Evidence,
    booking: Booking | None,
    sitting: Sitting | None,
    changes: Sequence[SheetChange],
) -> Obstacle | None:
    if booking is None:
        return Obstacle.NOT_BOOKED
    if any(getattr(evidence, column) is rules.Level.ABOVE_C1_1 for column in SKILL_COLUMNS):
        return Obstacle.LEVEL_NOT_GIVEN
    if booking.state is BookingState.BOOKED:
        return Obstacle.NOT_CHECKED_IN
    if booking.state is not BookingState.ARRIVED:
        return Obstacle.ABSENT
    if sitting is not None and changes and not is_open_for_scores(sitting):
        return Obstacle.SIGNED
    return None


def found_in(evidence: rules.Evidence) -> SkillEvidence:
    """What a sheet's row says, in the words of sittings."""
    readiness = evidence.study_readiness
    return SkillEvidence(
        skills={Part(column.value): _finding(column, evidence) for column in SKILL_COLUMNS},
        literacy=Literacy(evidence.literacy.value) if evidence.literacy else None,
        study_readiness=StudyReadiness(readiness.value) if readiness else None,
        languages_studied=evidence.languages_studied,
        schooling_years=evidence.schooling_years,
        hard_life_situation=evidence.hard_life_situation,
        needs_basic_education=evidence.needs_basic_education,
    )


def _finding(column: Column, evidence: rules.Evidence) -> SkillFinding:
    mark: rules.Mark = getattr(evidence, column.value)
    part = Part(column.value)
    if isinstance(mark, rules.Level):
        return SkillFinding(part, PartState.TAKEN, mark.code)
    return SkillFinding(part, PartState(mark.value), None)


def _after(evidence: SkillEvidence, changes: Sequence[SheetChange]) -> SkillEvidence:
    """The evidence when the sheet is taken over and everything typed by hand is kept."""
    taken = {change.name: change.on_sheet for change in changes if not change.was_entered_by_hand}
    skills = {
        part: _replaced(finding, str(taken[part.value])) if part.value in taken else finding
        for part, finding in evidence.skills.items()
    }
    background = {name: value for name, value in taken.items() if name not in {part.value for part in skills}}
    return replace(evidence, skills=skills, **background)  # type: ignore[arg-type]


def _replaced(finding: SkillFinding, code: str) -> SkillFinding:
    if code in tuple(PartState):
        return SkillFinding(finding.part, PartState(code), None)
    return SkillFinding(finding.part, PartState.TAKEN, code)
