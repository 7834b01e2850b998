"""What a person enters for a sitting, frozen: values of parts and background, with their fingerprints."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from hashlib import sha256

from testing_app.sittings.models import Background, SittingPart
from testing_app.vocabulary import Literacy, Part, PartState, StudyReadiness


@dataclass(frozen=True)
class PartValues:
    """What one person may enter for a part; `ratings` is None for someone who does not rate."""

    state: PartState
    points: int | None = None
    ratings: Mapping[str, str] | None = None
    comment: str = ""


@dataclass(frozen=True)
class BackgroundValues:
    """What is recorded of the background; a blank stays None."""

    literacy: Literacy | None = None
    study_readiness: StudyReadiness | None = None
    languages_studied: int | None = None
    schooling_years: int | None = None
    hard_life_situation: bool = False
    needs_basic_education: bool = False
    interview_level: str | None = None
    interview_notes: str = ""


@dataclass(frozen=True)
class PartEntry:
    """New values for a part, and the version of it that was on the screen."""

    part: Part
    version: int
    values: PartValues


@dataclass(frozen=True)
class BackgroundEntry:
    """New values for the background, and the version of it that was on the screen."""

    version: int
    values: BackgroundValues


@dataclass(frozen=True)
class BatteryEntry:
    """What one person changed on the battery page: only the touched parts, and the background if touched."""

    parts: tuple[PartEntry, ...] = field(default=())
    background: BackgroundEntry | None = None


def values_of_part(row: SittingPart, *, rater: bool) -> PartValues:
    """What is stored for a part, as a rater or somebody else would enter it."""
    return PartValues(
        state=row.state,
        points=row.points,
        ratings=dict(row.ratings) if rater else None,
        comment=row.comment,
    )


def values_of_background(row: Background) -> BackgroundValues:
    """What is stored of the background."""
    return BackgroundValues(
        literacy=row.literacy,
        study_readiness=row.study_readiness,
        languages_studied=row.languages_studied,
        schooling_years=row.schooling_years,
        hard_life_situation=row.hard_life_situation,
        needs_basic_education=row.needs_basic_education,
        interview_level=row.interview_level,
        interview_notes=row.interview_notes,
    )


def fingerprint(values: PartValues | BackgroundValues) -> str:
    """Sixteen hexadecimal digits by which a page knows whether its reader changed anything."""
    content = json.dumps(asdict(values), sort_keys=True, ensure_ascii=False)
    return sha256(content.encode()).hexdigest()[:16]
