"""Reads a result document back from JSON, collecting every problem with its path, not the first one."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TypeVar
from uuid import UUID

from testing_app.results import document as doc
from testing_app.results.canonical import JsonObject, JsonValue, NotCanonical, parse_object
from testing_app.vocabulary import PartState, TestedLanguage

T = TypeVar("T")


class NotAResult(ValueError):
    """The JSON is not a result document; `problems` lists every path and what is wrong there."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("This is not a result document: " + "; ".join(problems[:5]))
        self.problems = tuple(problems)


def read_document(data: bytes) -> doc.ResultDocument:
    """The document in these bytes, or NotAResult with all problems."""
    try:
        return read_object(parse_object(data))
    except NotCanonical as problem:
        raise NotAResult([str(problem)]) from problem


def read_object(value: JsonObject) -> doc.ResultDocument:
    """The document in this JSON object, or NotAResult with all problems."""
    if value.get("schema") != doc.SCHEMA:
        raise NotAResult([f"schema: expected {doc.SCHEMA}"])
    problems: list[str] = []
    top = _Members(value, "", problems)
    top.text("schema")
    fields: dict[str, object] = {
        "result_id": top.get("result_id", _uuid),
        "language_tested": top.get("language", TestedLanguage),
        "tested_on": top.get("tested_on", date.fromisoformat),
        "issued_at": top.get("issued_at", _utc),
        "test_centre": top.nested("test_centre", _organisation),
        "authority": top.nested("authority", _organisation),
        "candidate": top.nested("candidate", _candidate),
        "parts": top.many("parts", _part),
        "background": top.nested("background", _background),
        "withheld": top.texts("withheld"),
        "suggestion": top.nested("suggestion", _suggestion),
        "recommendation": top.nested("recommendation", _recommendation),
        "signed_by": top.nested("signed_by", _signer),
        "correction": _correction(top),
    }
    top.finish()
    if problems:
        raise NotAResult(problems)
    try:
        return doc.ResultDocument(**fields)  # type: ignore[arg-type]
    except (ValueError, TypeError) as problem:
        raise NotAResult([str(problem)]) from problem


class _Members:
    """The members of one object, read by name; notes what is missing, of the wrong kind or unknown."""

    def __init__(self, members: JsonObject, path: str, problems: list[str]) -> None:
        self.members, self.path, self.problems = members, path, problems
        self.read: set[str] = set()

    def get(self, name: str, make: Callable[[str], T], *, optional: bool = False) -> T | None:
        value = self._value(name, str, optional=optional)
        if not isinstance(value, str):
            return None
        try:
            return make(value)
        except ValueError:
            self._note(name, "is not a value that is allowed here")
            return None

    def text(self, name: str, *, optional: bool = False) -> str | None:
        return self.get(name, str, optional=optional)

    def number(self, name: str, *, optional: bool = False) -> int | None:
        value = self._value(name, int, optional=optional)
        return value if isinstance(value, int) else None

    def tick(self, name: str) -> bool | None:
        value = self._value(name, bool, optional=True)
        return value if isinstance(value, bool) else None

    def texts(self, name: str) -> tuple[str, ...]:
        values = self._value(name, list)
        texts = [value for value in values if isinstance(value, str)] if isinstance(values, list) else []
        if isinstance(values, list) and len(texts) != len(values):
            self._note(name, "holds something that is not text")
        return tuple(texts)

    def nested(self, name: str, make: "Callable[[_Members], T]", *, optional: bool = False) -> T | None:
        value = self._value(name, dict, optional=optional)
        return self._inner(value, name, make) if isinstance(value, dict) else None

    def many(self, name: str, make: "Callable[[_Members], T]") -> tuple[T | None, ...]:
        values = self._value(name, list)
        if not isinstance(values, list):
            return ()
        return tuple(self._inner(value, f"{name}[{index}]", make) for index, value in enumerate(values))

    def facts(self, name: str) -> Mapping[str, JsonValue]:
        value = self._value(name, dict)
        return value if isinstance(value, dict) else {}

    def finish(self) -> None:
        for name in sorted(set(self.members) - self.read):
            self._note(name[:60], "is not known in this schema")

    def _inner(self, value: object, name: str, make: "Callable[[_Members], T]") -> T | None:
        if not isinstance(value, dict):
            self._note(name, "must be an object")
            return None
        inner = _Members(value, f"{self.path}{name}.", self.problems)
        before = len(self.problems)
        try:
            made = make(inner)
        except (ValueError, TypeError, AttributeError) as problem:
            made = None
            if len(self.problems) == before:
                self._note(name, str(problem))
        inner.finish()
        return made

    def _value(self, name: str, kind: type, *, optional: bool = False) -> object:
        self.read.add(name)
        value = self.members.get(name)
        if value is None:
            if not optional:
                self._note(name, "is missing")
            return None
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self._note(name, f"must be {_KINDS[kind]}")
            return None
        return value

    def _note(self, name: str, problem: str) -> None:
        self.problems.append(f"{self.path}{name} {problem}")


_KINDS = {str: "text", int: "an integer", bool: "true or false", list: "a list", dict: "an object"}


def _uuid(text: str) -> str:
    if str(UUID(text)) != text:
        raise ValueError("not in the usual spelling")
    return text


def _utc(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)


def _organisation(at: _Members) -> doc.Organisation:
    return doc.Organisation(id=at.text("id") or "", name=at.text("name") or "")


def _candidate(at: _Members) -> doc.ResultCandidate:
    return doc.ResultCandidate(
        number=at.text("number") or "",
        family_name=at.text("family_name") or "",
        given_names=at.text("given_names") or "",
        birth_date=at.get("birth_date", date.fromisoformat, optional=True),
    )


def _part(at: _Members) -> doc.PartResult:
    ratings = at.many("criteria", _rating)
    return doc.PartResult(
        part=at.text("part") or "",
        state=at.get("state", PartState) or PartState.NOT_TAKEN,
        level=at.text("level", optional=True),
        points=at.number("points", optional=True),
        maximum=at.number("maximum", optional=True),
        form=at.nested("form", _form, optional=True),
        criteria=tuple(rating for rating in ratings if rating is not None),
        comment=at.text("comment", optional=True),
    )


def _form(at: _Members) -> doc.FormVersion:
    return doc.FormVersion(code=at.text("code") or "", version=at.number("version") or 0)


def _rating(at: _Members) -> doc.CriterionRating:
    return doc.CriterionRating(criterion=at.text("criterion") or "", level=at.text("level") or "")


def _background(at: _Members) -> doc.Background:
    return doc.Background(
        literacy=at.text("literacy", optional=True),
        study_readiness=at.text("study_readiness", optional=True),
        languages_studied=at.number("languages_studied", optional=True),
        schooling_years=at.number("schooling_years", optional=True),
        hard_life_situation=at.tick("hard_life_situation"),
        needs_basic_education=at.tick("needs_basic_education"),
        interview_notes=at.text("interview_notes", optional=True),
    )


def _suggestion(at: _Members) -> doc.ResultSuggestion:
    reasons = at.many("reasons", _reason)
    rule_set = at.nested("rule_set", _rule_set)
    return doc.ResultSuggestion(
        track=at.text("track") or "",
        module=at.text("module", optional=True),
        extras=at.texts("extras"),
        rule=at.text("rule") or "",
        rule_set=rule_set or doc.RuleSetVersion(id="", version=0),
        reasons=tuple(reason for reason in reasons if reason is not None),
    )


def _rule_set(at: _Members) -> doc.RuleSetVersion:
    return doc.RuleSetVersion(id=at.text("id") or "", version=at.number("version") or 0)


def _reason(at: _Members) -> doc.SuggestionReason:
    return doc.SuggestionReason(code=at.text("code") or "", facts=at.facts("facts"))


def _recommendation(at: _Members) -> doc.ResultRecommendation:
    return doc.ResultRecommendation(
        track=at.text("track") or "",
        module=at.text("module", optional=True),
        extras=at.texts("extras"),
        reason=at.text("reason") or "",
    )


def _signer(at: _Members) -> doc.Signer:
    return doc.Signer(name=at.text("name") or "", title=at.text("title") or "")


def _correction(top: _Members) -> doc.Correction | None:
    supersedes = top.get("supersedes", _uuid, optional=True)
    reason = top.text("correction_reason", optional=True)
    if (supersedes is None) != (reason is None):
        top.problems.append("supersedes and correction_reason belong together")
        return None
    return doc.Correction(supersedes=supersedes, reason=reason) if supersedes and reason else None
