"""Whether the levels of a result are enough for a vocational field: skill by skill, never one yes or no."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from testing_app.people.candidates.names import sort_name
from testing_app.rule_sets import rules
from testing_app.vocabulary import Part, TestedLanguage
from testing_app.web.layout import current_language
from testing_app.web.placement_words import name_of, rule_set_of_authority
from testing_app.web.words import level_word, word

KINDS = {
    rules.Enough.ENOUGH: "good",
    rules.Enough.ONE_STEP_SHORT: "info",
    rules.Enough.CLEARLY_SHORT: "warn",
    rules.Enough.NO_LEVEL: "neutral",
}


@dataclass(frozen=True, kw_only=True)
class SkillBesideField:
    """One skill beside what the field asks of it, with a sentence of feedback."""

    skill: str
    level: str
    required: str
    kind: str
    verdict: str
    feedback: str


@dataclass(frozen=True, kw_only=True)
class VocationalInWords:
    """The fields to choose from, and the four skills once one of them is chosen."""

    fields: Sequence[tuple[str, str]]
    chosen: str
    chosen_name: str
    skills: Sequence[SkillBesideField]
    rule_set: str


def vocational_fields(session: Any, authority_id: UUID, *, on: date) -> list[tuple[str, str]]:
    """The fields whose requirements are in force on a day, for either language tested, by name."""
    found: dict[str, str] = {}
    for language in TestedLanguage:
        rule_set = rule_set_of_authority(
            session, authority_id, language_tested=language, on=on, answers=rules.Answers.SUFFICIENCY
        )
        for each in rule_set.requirements if rule_set else ():
            found.setdefault(each.field, name_of(each.field, rule_set))
    return sorted(found.items(), key=lambda named: sort_name(named[1], ""))


def vocational_in_words(
    session: Any,
    authority_id: UUID,
    *,
    language_tested: TestedLanguage,
    tested_on: date,
    levels: Mapping[str, str | None],
    wanted: str,
) -> VocationalInWords | None:
    """By the requirements in force on the test day; None when there are none. Nothing is chosen beforehand.

    `levels` gives each skill's level code where it has one; `wanted` is the field asked for, if any.
    """
    rule_set = rule_set_of_authority(
        session,
        authority_id,
        language_tested=language_tested,
        on=tested_on,
        answers=rules.Answers.SUFFICIENCY,
    )
    if rule_set is None:
        return None
    chosen = next((each for each in rule_set.requirements if each.field == wanted), None)
    return VocationalInWords(
        fields=[(each.field, name_of(each.field, rule_set)) for each in rule_set.requirements],
        chosen=chosen.field if chosen else "",
        chosen_name=name_of(chosen.field, rule_set) if chosen else "",
        skills=_skills(levels, chosen, rule_set) if chosen else (),
        rule_set=rule_set.name.get(current_language(), rule_set.id),
    )


def _skills(
    levels: Mapping[str, str | None], requirement: rules.Requirement, rule_set: rules.RuleSet
) -> list[SkillBesideField]:
    marks = {skill: rules.mark_from(level) for skill, level in levels.items()}
    return [_beside(verdict, rule_set) for verdict in rules.sufficiency(marks, requirement)]


def _beside(verdict: rules.SkillVerdict, rule_set: rules.RuleSet) -> SkillBesideField:
    code, language = verdict.enough.value, current_language()
    return SkillBesideField(
        skill=word(Part(verdict.skill)),
        level=level_word(verdict.level.value if verdict.level else None),
        required=level_word(verdict.required.value),
        kind=KINDS[verdict.enough],
        verdict=rule_set.label(code, language),
        feedback=rule_set.reasons.get(code, {}).get(language, ""),
    )
