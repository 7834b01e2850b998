"""Compares two rule sets on signed results that hold: nothing is judged anew for anybody, only counted."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.people.models import Candidate
from testing_app.people.mother_tongue_groups import mother_tongue_group
from testing_app.placements.models import Recommendation, StoredSuggestion
from testing_app.results.models import SignedResult
from testing_app.rule_sets import rules
from testing_app.vocabulary import TestedLanguage

MOTHER_TONGUE, LITERACY, MUNICIPALITY = "mother_tongue", "literacy", "municipality"
GROUPINGS = (MOTHER_TONGUE, LITERACY, MUNICIPALITY)
"""What the people compared are broken down by; a label is a code, or "" where nothing is known."""

SKILLS = ("reading", "writing", "listening", "speaking")
OTHER_INPUTS = (
    "literacy", "study_readiness", "languages_studied", "schooling_years", "hard_life_situation",
    "needs_basic_education",
)  # fmt: skip
ROWS_AT_ONCE = 2000
MOST_REMEMBERED = 20_000


@dataclass(frozen=True, kw_only=True)
class SignedPopulation:
    """Which signed results that hold: of one authority or all, of one language tested and some test days."""

    authority_id: UUID | None
    language_tested: TestedLanguage
    since: date
    until: date

    @property
    def conditions(self) -> tuple[sa.ColumnElement[bool], ...]:
        """The same for a query."""
        chosen = (
            SignedResult.superseded_at.is_(None),
            SignedResult.language_tested == self.language_tested,
            SignedResult.tested_on.between(self.since, self.until),
        )
        if self.authority_id is None:
            return chosen
        return (SignedResult.authority_id == self.authority_id, *chosen)


def impact_on_results(
    session: Session,
    *,
    viewer: Actor,
    old: rules.RuleSet,
    new: rules.RuleSet,
    since: date,
    until: date,
    language_tested: TestedLanguage,
) -> rules.Impact:
    """What a change of rule sets would do to the signed results of the viewer's authority; writes nothing."""
    population = SignedPopulation(
        authority_id=viewer.organisation_id, language_tested=language_tested, since=since, until=until
    )
    comparison = rules.Comparison(old, new, groupings=GROUPINGS, linked=LITERACY)
    for evidence, labels in evidence_of_results(session, population):
        comparison.add(evidence, labels)
    return comparison.impact()


def count_results(session: Session, population: SignedPopulation) -> int:
    """How many results there are to compare."""
    counted = sa.select(sa.func.count()).select_from(SignedResult).where(*population.conditions)
    return session.scalar(counted) or 0


def evidence_of_results(
    session: Session, population: SignedPopulation
) -> Iterator[tuple[rules.Evidence, tuple[str, ...]]]:
    """The evidence behind each result's recommendation, and its labels in the order of GROUPINGS."""
    query = (
        sa.select(
            sa.cast(StoredSuggestion.evidence, sa.Text), Candidate.mother_tongue, Candidate.municipality
        )
        .select_from(SignedResult)
        .join(Recommendation, Recommendation.id == SignedResult.recommendation_id)
        .join(StoredSuggestion, StoredSuggestion.id == Recommendation.suggestion_id)
        .join(Candidate, Candidate.id == SignedResult.candidate_id)
        .where(*population.conditions)
        .execution_options(yield_per=ROWS_AT_ONCE)
    )
    known: dict[str, rules.Evidence] = {}
    for text, mother_tongue, municipality in session.execute(query):
        evidence = known.get(text)
        if evidence is None:
            if len(known) >= MOST_REMEMBERED:
                known.clear()
            evidence = known[text] = evidence_in(json.loads(text))
        literacy = evidence.literacy.value if evidence.literacy else ""
        yield evidence, (mother_tongue_group(mother_tongue), literacy, municipality)


def evidence_in(stored: Mapping[str, Any]) -> rules.Evidence:
    """The evidence as it was written down beside a suggestion; what was not asked then is missing."""
    findings = {skill: stored.get(skill) or {} for skill in SKILLS}
    others = {name: stored[name] for name in OTHER_INPUTS if stored.get(name) is not None}
    return rules.evidence_from(
        {skill: found.get("level") or found.get("state") for skill, found in findings.items()}, **others
    )
