"""Suggests the short or the long assessment from an applicant's answers, with reasons; an officer chooses."""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from testing_app.vocabulary import AssessmentLength, EarlierStudies, ScriptsRead

TABLE = Path(__file__).with_name("length.toml")


class Because(StrEnum):
    """Why a length is suggested."""

    READS_LITTLE = "reads_little"
    LITTLE_SCHOOLING = "little_schooling"
    NEW_TO_LATIN_SCRIPT = "new_to_latin_script"
    SCHOOLING_UNKNOWN = "schooling_unknown"
    READS_AND_HAS_STUDIED = "reads_and_has_studied"


@dataclass(frozen=True, kw_only=True)
class LengthAnswers:
    """The answers that matter; schooling may be left blank."""

    scripts_read: ScriptsRead
    schooling_years: int | None
    earlier_studies: EarlierStudies


@dataclass(frozen=True)
class LengthSuggestion:
    """What the answers suggest, and every reason for it."""

    length: AssessmentLength
    because: tuple[Because, ...]


@dataclass(frozen=True)
class _Row:
    begins: date
    scripts: frozenset[ScriptsRead]
    schooling_below: int
    other_script_needs_studies: bool


def suggested_length(answers: LengthAnswers, *, on: date) -> LengthSuggestion:
    """Long when any answer asks for it, else short; a blank answer is told, never guessed."""
    row = _row_on(on)
    reasons = []
    if answers.scripts_read in row.scripts:
        reasons.append(Because.READS_LITTLE)
    if answers.schooling_years is not None and answers.schooling_years < row.schooling_below:
        reasons.append(Because.LITTLE_SCHOOLING)
    if row.other_script_needs_studies and _is_new_to_latin(answers):
        reasons.append(Because.NEW_TO_LATIN_SCRIPT)
    if reasons:
        return LengthSuggestion(AssessmentLength.LONG, tuple(reasons))
    if answers.schooling_years is None:
        return LengthSuggestion(AssessmentLength.SHORT, (Because.SCHOOLING_UNKNOWN,))
    return LengthSuggestion(AssessmentLength.SHORT, (Because.READS_AND_HAS_STUDIED,))


def _is_new_to_latin(answers: LengthAnswers) -> bool:
    return answers.scripts_read is ScriptsRead.OTHER_SCRIPT and answers.earlier_studies is EarlierStudies.NONE


def _row_on(day: date) -> _Row:
    """The row in force; before the first one, the first."""
    begun = [row for row in _rows() if row.begins <= day]
    return begun[-1] if begun else _rows()[0]


@cache
def _rows() -> Sequence[_Row]:
    table = tomllib.loads(TABLE.read_text(encoding="utf-8"))
    unknown = {name for row in table["rows"] for name in row["source"]} - set(table["sources"])
    if unknown:
        raise ValueError(f"{TABLE.name}: no such source: {', '.join(sorted(unknown))}")
    rows = [
        _Row(
            row["from"],
            frozenset(ScriptsRead(code) for code in row["scripts"]),
            row["schooling_below"],
            row["other_script_needs_studies"],
        )
        for row in table["rows"]
    ]
    return sorted(rows, key=lambda row: row.begins)
