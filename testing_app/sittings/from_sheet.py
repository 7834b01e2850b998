"""Takes levels and background that a test centre kept on a sheet into a sitting."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.audit.actions import record
from testing_app.audit.events import Event
from testing_app.errors import Conflict
from testing_app.sittings.evidence import SkillEvidence, SkillFinding
from testing_app.sittings.models import Background, Sitting, SittingPart
from testing_app.sittings.queries import is_open_for_scores
from testing_app.vocabulary import PartState, ScoreSource

BACKGROUND_INPUTS = (
    "literacy",
    "study_readiness",
    "languages_studied",
    "schooling_years",
    "hard_life_situation",
    "needs_basic_education",
)


@dataclass(frozen=True)
class SheetChange:
    """One input the sheet would change, its values, and whether a person typed what is there now."""

    name: str
    recorded: object
    on_sheet: object
    was_entered_by_hand: bool


def sheet_changes(sitting: Sitting, found: SkillEvidence) -> list[SheetChange]:
    """What a sheet's row would change; a blank cell changes nothing, so nothing entered is lost."""
    rows = {row.part: row for row in sitting.parts}
    skills = [_skill_change(rows[part], finding) for part, finding in found.skills.items()]
    return [change for change in skills if change] + list(_background_changes(sitting.background, found))


def record_levels_from_sheet(
    session: Session,
    sitting: Sitting,
    found: SkillEvidence,
    *,
    by: Actor,
    now: datetime,
    keeping: Collection[str] = (),
) -> bool:
    """Take over what the sheet says and gives whether anything changed; `keeping` names inputs left alone."""
    if not is_open_for_scores(sitting):
        raise Conflict("battery_is_signed")
    changes = [change for change in sheet_changes(sitting, found) if change.name not in keeping]
    if not changes:
        return False
    names = {change.name for change in changes}
    for row in sitting.parts:
        if row.part.value in names:
            _take_level(row, found.skills[row.part], by, now)
    _take_background(sitting.background, [change for change in changes if _is_background(change)], by, now)
    session.flush()
    record(
        session,
        Event.SCORES_RECORDED,
        by=by,
        now=now,
        subject=("sitting", sitting.id),
        candidate_id=sitting.candidate_id,
        details={"parts": sorted(names), "source": ScoreSource.SHEET.value},
    )
    return True


def _skill_change(row: SittingPart, finding: SkillFinding) -> SheetChange | None:
    if finding.state is PartState.NOT_TAKEN or (row.state, row.level) == (finding.state, finding.level):
        return None
    by_hand = row.changed_at is not None and row.source is ScoreSource.FORM
    return SheetChange(
        row.part.value, row.level or row.state.value, finding.level or finding.state.value, by_hand
    )


def _background_changes(background: Background, found: SkillEvidence) -> Iterator[SheetChange]:
    for name in BACKGROUND_INPUTS:
        recorded, on_sheet = getattr(background, name), getattr(found, name)
        if _is_blank(on_sheet) or on_sheet == recorded:
            continue
        by_hand = background.changed_at is not None and not _is_blank(recorded)
        yield SheetChange(name, recorded, on_sheet, by_hand)


def _is_blank(value: object) -> bool:
    return value is None or value is False  # a zero is not a blank


def _is_background(change: SheetChange) -> bool:
    return change.name in BACKGROUND_INPUTS


def _take_level(row: SittingPart, finding: SkillFinding, by: Actor, now: datetime) -> None:
    row.state, row.level, row.borderline = finding.state, finding.level, None
    row.source, row.points, row.ratings, row.form_version_id = ScoreSource.SHEET, None, {}, None
    row.changed_by_id, row.changed_at = by.account_id, now


def _take_background(background: Background, changes: list[SheetChange], by: Actor, now: datetime) -> None:
    for change in changes:
        setattr(background, change.name, change.on_sheet)
    if changes:
        background.changed_by_id, background.changed_at = by.account_id, now
