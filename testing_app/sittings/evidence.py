"""What a sitting shows about a candidate, frozen: the evidence that placement rules judge."""

from collections.abc import Mapping
from dataclasses import dataclass

from testing_app.items.measurement import chances_of_points
from testing_app.sittings.models import Sitting, SittingPart
from testing_app.vocabulary import SKILL_PARTS, Literacy, Part, PartState, StudyReadiness


@dataclass(frozen=True)
class SkillFinding:
    """One skill: what happened to its part, and the level code when there is one."""

    part: Part
    state: PartState
    level: str | None


@dataclass(frozen=True)
class SkillEvidence:
    """The four skills and the background; `None` where nothing was recorded, never a guess."""

    skills: Mapping[Part, SkillFinding]
    literacy: Literacy | None
    study_readiness: StudyReadiness | None
    languages_studied: int | None
    schooling_years: int | None
    hard_life_situation: bool
    needs_basic_education: bool


def evidence_of(sitting: Sitting) -> SkillEvidence:
    """The evidence as it is recorded now."""
    rows = {row.part: row for row in sitting.parts}
    background = sitting.background
    return SkillEvidence(
        skills={part: SkillFinding(part, rows[part].state, rows[part].level) for part in SKILL_PARTS},
        literacy=background.literacy,
        study_readiness=background.study_readiness,
        languages_studied=background.languages_studied,
        schooling_years=background.schooling_years,
        hard_life_situation=background.hard_life_situation,
        needs_basic_education=background.needs_basic_education,
    )


def chances_of(sitting: Sitting) -> dict[Part, Mapping[str, float]]:
    """The probability of each level, by code, of the skills that were measured by points.

    Ratings and levels from a sheet have none: no error of theirs is known, so they count as certain.
    """
    return {row.part: found for row in sitting.parts if (found := _chances_of(row)) is not None}


def _chances_of(row: SittingPart) -> Mapping[str, float] | None:
    if row.part not in SKILL_PARTS or row.level is None or row.points is None or row.form_version is None:
        return None
    return chances_of_points(row.form_version, row.points)
