"""A result document in the reader's words, as the authority reads it: for its preview and for the centre."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from testing_app.letters.own_names import OwnNames
from testing_app.results.document import Background, PartResult, ResultDocument
from testing_app.results.naming import own_names
from testing_app.vocabulary import (
    LEVEL_CODES,
    SKILL_PARTS,
    ConsentScope,
    Literacy,
    Part,
    PartState,
    StudyReadiness,
)
from testing_app.web.placement_words import place_in_words, reason_in_words, rule_set_that_judged
from testing_app.web.words import level_word, word


@dataclass(frozen=True, kw_only=True)
class SkillInWords:
    """One skill for the profile chart and its table."""

    label: str
    step: int | None
    level: str
    state: str


@dataclass(frozen=True, kw_only=True)
class DocumentInWords:
    """Everything a result says."""

    document: ResultDocument
    language: str
    profile: Sequence[SkillInWords]
    other_parts: Sequence[tuple[str, str]]
    comments: Sequence[tuple[str, str]]
    background: Sequence[tuple[str, str]]
    recommendation: str
    suggestion: str
    reasons: Sequence[str]
    withheld: Sequence[str]


def document_in_words(document: ResultDocument) -> DocumentInWords:
    """The whole document, in the language of the page."""
    suggested, recommended = document.suggestion, document.recommendation
    rule_set = rule_set_that_judged(suggested.rule_set.id, suggested.rule_set.version)
    parts = {part.part: part for part in document.parts}
    skills = set(SKILL_PARTS)
    return DocumentInWords(
        document=document,
        language=word(document.language_tested),
        profile=[_skill_of(part, parts.get(part.value)) for part in SKILL_PARTS],
        other_parts=[
            (word(Part(part.part)), word(part.state))
            for part in document.parts
            if Part(part.part) not in skills
        ],
        comments=[(word(Part(part.part)), part.comment) for part in document.parts if part.comment],
        background=_background(document.background),
        recommendation=place_in_words(
            recommended.track, recommended.module, rule_set, extras=recommended.extras
        ),
        suggestion=place_in_words(suggested.track, suggested.module, rule_set, extras=suggested.extras),
        reasons=[reason_in_words(reason.code, reason.facts, rule_set) for reason in suggested.reasons],
        withheld=[scope_in_words(scope) for scope in document.withheld],
    )


def names_of_result(document: ResultDocument) -> OwnNames:
    """The names that only the rule set of this result can give, as its PDF shows them."""
    judged_by = document.suggestion.rule_set
    return own_names(document, rule_set_that_judged(judged_by.id, judged_by.version))


def levels_of(document: ResultDocument) -> dict[str, str | None]:
    """The level codes of a result by part."""
    return {part.part: part.level for part in document.parts}


def skill_in_words(part: Part, *, state: PartState, level: str | None) -> SkillInWords:
    """One skill: its level, or its state where there is none."""
    return SkillInWords(
        label=word(part),
        step=LEVEL_CODES.index(level) if level else None,
        level=level_word(level),
        state=word(state),
    )


def scope_in_words(scope: str) -> str:
    """What a consent is about."""
    words: dict[str, str] = {
        ConsentScope.INTERVIEW_NOTES.value: _("Interview notes"),
        ConsentScope.LIFE_SITUATION.value: _("Life situation"),
        ConsentScope.TRAINING_PROVIDER.value: _("Information to a training provider"),
        ConsentScope.GUIDANCE_SERVICE.value: _("Information to a guidance service"),
    }
    return words.get(scope, scope)


def _skill_of(part: Part, found: PartResult | None) -> SkillInWords:
    if found is None:
        return skill_in_words(part, state=PartState.NOT_TAKEN, level=None)
    return skill_in_words(part, state=found.state, level=found.level)


def _background(told: Background) -> list[tuple[str, str]]:
    readiness = told.study_readiness
    given = [
        (_("Literacy"), word(Literacy(told.literacy)) if told.literacy else None),
        (_("Study readiness"), word(StudyReadiness(readiness)) if readiness else None),
        (_("Languages studied"), _number(told.languages_studied)),
        (_("Years of schooling"), _number(told.schooling_years)),
        (_("Hard life situation"), _tick(told.hard_life_situation)),
        (_("Needs basic education"), _tick(told.needs_basic_education)),
        (_("Interview notes"), told.interview_notes),
    ]
    return [(str(label), value) for label, value in given if value is not None]


def _number(value: int | None) -> str | None:
    return None if value is None else str(value)


def _tick(value: bool | None) -> str | None:
    if value is None:
        return None
    return str(_("Yes") if value else _("No"))
