"""The result document: what a signed result says, as frozen data and as JSON (`lahtotaso/result/1`).

It carries no identity code and no overall level: the first is never sent, the second never leaves the office.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from testing_app.results.canonical import JsonObject, JsonValue, canonical_bytes
from testing_app.vocabulary import LEVELS_GIVEN, PartState, TestedLanguage

SCHEMA = "lahtotaso/result/1"


@dataclass(frozen=True, kw_only=True)
class Organisation:
    """A test centre or an employment authority as it was called on the day."""

    id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class ResultCandidate:
    """The person tested, by candidate number; never by identity code."""

    number: str
    family_name: str
    given_names: str
    birth_date: date | None = None


@dataclass(frozen=True, kw_only=True)
class FormVersion:
    """The scoring form and its version that turned points into a level."""

    code: str
    version: int


@dataclass(frozen=True, kw_only=True)
class CriterionRating:
    """One criterion of speaking or writing, rated on the level scale."""

    criterion: str
    level: str


@dataclass(frozen=True, kw_only=True)
class PartResult:
    """One part of the battery: its state, and what was found if it was taken."""

    part: str
    state: PartState
    level: str | None = None
    points: int | None = None
    maximum: int | None = None
    form: FormVersion | None = None
    criteria: tuple[CriterionRating, ...] = ()
    comment: str | None = None

    def __post_init__(self) -> None:
        if self.level is not None and self.level not in LEVELS_GIVEN:
            raise ValueError(f"{self.part}: {self.level!r} is not a level that is given.")
        if self.level is not None and self.state is not PartState.TAKEN:
            raise ValueError(f"{self.part}: a part that is {self.state.value} has no level.")
        if any(rating.level not in LEVELS_GIVEN for rating in self.criteria):
            raise ValueError(f"{self.part}: a criterion has a level that is not on the scale.")


@dataclass(frozen=True, kw_only=True)
class Background:
    """What the interview told; what is unknown or withheld is absent."""

    literacy: str | None = None
    study_readiness: str | None = None
    languages_studied: int | None = None
    schooling_years: int | None = None
    hard_life_situation: bool | None = None
    needs_basic_education: bool | None = None
    interview_notes: str | None = None


@dataclass(frozen=True, kw_only=True)
class RuleSetVersion:
    """The dated rule set that suggested."""

    id: str
    version: int


@dataclass(frozen=True, kw_only=True)
class SuggestionReason:
    """Why the rules said so: a code and the facts that fill its sentence."""

    code: str
    facts: Mapping[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ResultSuggestion:
    """What the placement rules suggested to the assessor."""

    track: str
    module: str | None
    extras: tuple[str, ...]
    rule: str
    rule_set: RuleSetVersion
    reasons: tuple[SuggestionReason, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ResultRecommendation:
    """What the assessor recommends, in their own words."""

    track: str
    module: str | None
    extras: tuple[str, ...]
    reason: str


@dataclass(frozen=True, kw_only=True)
class Signer:
    """The person who answers for the result."""

    name: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Correction:
    """The earlier result that this one replaces, and why."""

    supersedes: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ResultDocument:
    """A whole result: who was tested, what was found, what is recommended, who says so."""

    result_id: str
    language_tested: TestedLanguage
    tested_on: date
    issued_at: datetime
    test_centre: Organisation
    authority: Organisation
    candidate: ResultCandidate
    parts: tuple[PartResult, ...]
    background: Background
    suggestion: ResultSuggestion
    recommendation: ResultRecommendation
    signed_by: Signer
    withheld: tuple[str, ...] = ()
    correction: Correction | None = None

    def __post_init__(self) -> None:
        if self.issued_at.utcoffset() is None:
            raise ValueError("issued_at needs a time zone.")
        if self.issued_at.microsecond:
            raise ValueError("issued_at is a whole second: leave out the microseconds.")
        names = [part.part for part in self.parts]
        if len(set(names)) != len(names):
            raise ValueError("A part of the battery appears twice.")

    def to_json_object(self) -> JsonObject:
        """The document as JSON values; what is not known is absent, never an empty string."""
        document: dict[str, JsonValue] = {
            "schema": SCHEMA,
            "result_id": self.result_id,
            "language": self.language_tested.value,
            "tested_on": self.tested_on.isoformat(),
            "issued_at": self.issued_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "test_centre": {"id": self.test_centre.id, "name": self.test_centre.name},
            "authority": {"id": self.authority.id, "name": self.authority.name},
            "candidate": _candidate_json(self.candidate),
            "parts": [_part_json(part) for part in self.parts],
            "background": _present({name: getattr(self.background, name) for name in _BACKGROUND}),
            "withheld": list(self.withheld),
            "suggestion": _suggestion_json(self.suggestion),
            "recommendation": {
                "track": self.recommendation.track,
                "module": self.recommendation.module,
                "extras": list(self.recommendation.extras),
                "reason": self.recommendation.reason,
            },
            "signed_by": {"name": self.signed_by.name, "title": self.signed_by.title},
        }
        if self.correction:
            document["supersedes"] = self.correction.supersedes
            document["correction_reason"] = self.correction.reason
        return document

    def to_bytes(self) -> bytes:
        """The canonical bytes that are signed and kept."""
        return canonical_bytes(self.to_json_object())


_BACKGROUND = (
    "literacy",
    "study_readiness",
    "languages_studied",
    "schooling_years",
    "hard_life_situation",
    "needs_basic_education",
    "interview_notes",
)


def _present(members: Mapping[str, JsonValue]) -> JsonObject:
    return {name: value for name, value in members.items() if value is not None}


def _candidate_json(candidate: ResultCandidate) -> JsonObject:
    return _present(
        {
            "number": candidate.number,
            "family_name": candidate.family_name,
            "given_names": candidate.given_names,
            "birth_date": candidate.birth_date.isoformat() if candidate.birth_date else None,
        }
    )


def _part_json(part: PartResult) -> JsonObject:
    return {
        "part": part.part,
        "state": part.state.value,
        **_present(
            {
                "level": part.level,
                "points": part.points,
                "maximum": part.maximum,
                "form": {"code": part.form.code, "version": part.form.version} if part.form else None,
                "comment": part.comment,
            }
        ),
        "criteria": [{"criterion": rating.criterion, "level": rating.level} for rating in part.criteria],
    }


def _suggestion_json(suggestion: ResultSuggestion) -> JsonObject:
    return {
        "track": suggestion.track,
        "module": suggestion.module,
        "extras": list(suggestion.extras),
        "rule": suggestion.rule,
        "rule_set": {"id": suggestion.rule_set.id, "version": suggestion.rule_set.version},
        "reasons": [{"code": reason.code, "facts": dict(reason.facts)} for reason in suggestion.reasons],
    }
