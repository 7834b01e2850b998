"""Asks the rules about one sitting and writes evidence and outcome down as JSON values."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from testing_app.rule_sets import rules
from testing_app.rule_sets.queries import rule_set_for
from testing_app.sittings.evidence import SkillEvidence, chances_of, evidence_of
from testing_app.sittings.models import Sitting
from testing_app.vocabulary import Part


@dataclass(frozen=True)
class Suggested:
    """What the rules say about a sitting now, with the rule set that said it and the evidence it saw.

    `uncertain` are the skills whose level has an error that is known.
    """

    suggestion: rules.Suggestion
    rule_set: rules.RuleSet
    evidence: Mapping[str, Any]
    uncertain: frozenset[Part] = frozenset()

    @property
    def outcome(self) -> dict[str, Any]:
        """The suggestion as it is stored and compared."""
        return outcome_json(self.suggestion)

    @property
    def digest(self) -> str:
        """SHA-256 of evidence and outcome: what a page shows, so that nobody answers another question."""
        shown = json.dumps([dict(self.evidence), self.outcome], sort_keys=True)
        return hashlib.sha256(shown.encode()).hexdigest()


def suggestion_of(session: Session, sitting: Sitting, *, life_situation: bool = True) -> Suggested:
    """The suggestion by the rule set in force on the test day, for the language tested and who referred.

    Without `life_situation` it is what the rules say to somebody who was not told of it.
    """
    evidence = evidence_of(sitting)
    if not life_situation:
        evidence = replace(evidence, hard_life_situation=False)
    rule_set = rule_set_for(
        session,
        authority_id=sitting.authority_id,
        language_tested=sitting.language_tested,
        on=sitting.tested_on,
    )
    chances = chances_of(sitting)
    return Suggested(
        suggestion=rules.suggest(judged(evidence), rule_set, chances=rules.chances_from(chances)),
        rule_set=rule_set,
        evidence=evidence_json(evidence),
        uncertain=frozenset(chances),
    )


def judged(evidence: SkillEvidence) -> rules.Evidence:
    """The evidence of a sitting in the words of the rules."""
    return rules.evidence_from(
        {part.value: finding.level or finding.state.value for part, finding in evidence.skills.items()},
        literacy=evidence.literacy,
        study_readiness=evidence.study_readiness,
        languages_studied=evidence.languages_studied,
        schooling_years=evidence.schooling_years,
        hard_life_situation=evidence.hard_life_situation,
        needs_basic_education=evidence.needs_basic_education,
    )


def evidence_json(evidence: SkillEvidence) -> dict[str, Any]:
    """Every input as a code, a number, a tick or null."""
    skills = {
        part.value: {"state": finding.state.value, "level": finding.level}
        for part, finding in evidence.skills.items()
    }
    return {
        **skills,
        "literacy": evidence.literacy.value if evidence.literacy else None,
        "study_readiness": evidence.study_readiness.value if evidence.study_readiness else None,
        "languages_studied": evidence.languages_studied,
        "schooling_years": evidence.schooling_years,
        "hard_life_situation": evidence.hard_life_situation,
        "needs_basic_education": evidence.needs_basic_education,
    }


def outcome_json(suggestion: rules.Suggestion) -> dict[str, Any]:
    """A suggestion in codes; how sure it is (`HOW_SURE`) only when levels came with chances."""
    made = {
        "track": suggestion.track,
        "module": suggestion.module,
        "extras": list(suggestion.extras),
        "overall": suggestion.overall.code if suggestion.overall else None,
        "rule": suggestion.rule,
        "rule_set": {"id": suggestion.rule_set_id, "version": suggestion.rule_set_version},
        "missing": list(suggestion.missing),
        "used": list(suggestion.used),
        "reasons": [{"code": reason.code, "facts": facts_json(reason)} for reason in suggestion.reasons],
        "changes": [rules.change_document(change) for change in suggestion.changes],
    }
    if not suggestion.probabilities:
        return made
    probabilities = [_chance_json(chance) for chance in suggestion.probabilities]
    return {**made, "probabilities": probabilities, "borderline": suggestion.is_borderline}


HOW_SURE = ("probabilities", "borderline")
"""What an outcome says about its own certainty; missing in outcomes stored before there was any."""


def _chance_json(chance: rules.Chance) -> dict[str, Any]:
    """A probability with four decimals: more is not known, and fewer digits compare alike everywhere."""
    return {
        "track": chance.track,
        "module": chance.module,
        "probability": round(chance.probability, 4),
    }


def facts_json(reason: rules.Reason) -> dict[str, Any]:
    """The facts of a reason: texts, and lists of texts."""
    return {name: fact if isinstance(fact, str) else list(fact) for name, fact in reason.facts}
