"""Counts recommendations against suggestions, by rule and by assessor, for a test centre or a planner."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.people.models import Account, Organisation
from testing_app.placements.models import Recommendation, StoredSuggestion
from testing_app.placements.queries import UNDECIDED
from testing_app.results.models import SignedResult
from testing_app.sittings.models import Sitting
from testing_app.statistics.agreement_hidden import table_for_planners
from testing_app.statistics.agreement_tables import (
    AgreementTable,
    Assessor,
    Counted,
    CourseGroup,
    Departure,
    Outcome,
    RuleOfSet,
    RuleSetVersion,
    table_of,
)
from testing_app.vocabulary import Role, TestedLanguage

Held = sa.Select[UUID, date]
"""A query of recommendations that hold: `id` and `tested_on`."""

_SAME_TRACK = StoredSuggestion.track == Recommendation.track
COURSE_GROUPS = (
    StoredSuggestion.track,
    sa.case((_SAME_TRACK, StoredSuggestion.module)),
    Recommendation.track,
    sa.case((_SAME_TRACK, Recommendation.module)),
)
"""What was suggested and recommended. Modules are told apart within one track only: between two tracks they
would say little and make every number small."""


@dataclass(frozen=True, kw_only=True)
class TestDays:
    """Which test days and which language tested the numbers are about."""

    __test__ = False  # keeps pytest from collecting it

    language_tested: TestedLanguage
    since: date
    until: date


def agreement_at_centre(
    session: Session, *, viewer: Actor, days: TestDays, rule_set: RuleSetVersion | None = None
) -> AgreementTable:
    """The recommendations of the viewer's centre, signed or not; an assessor counts only their own.

    A rule set that was not used on these days counts as none: then all versions are counted together.
    """
    counted = _counted(session, held_at_centre(viewer, days))
    used = _used(counted)
    chosen = rule_set if rule_set in used else None
    return table_of(_of(counted, chosen), rule_set=chosen, rule_sets=used)


def agreement_of_authority(
    session: Session, *, viewer: Actor, days: TestDays, rule_set: RuleSetVersion | None = None
) -> AgreementTable:
    """The signed results that hold and were sent to the viewer's authority; small numbers are hidden.

    Always one version of one rule set (the newest when none is chosen, or one that was not used): numbers
    of one version beside those of all would tell the hidden ones of the others.
    """
    counted = _counted(session, held_by_authority(viewer, days))
    used = _used(counted)
    chosen = rule_set if rule_set in used else next(iter(used), None)
    return table_for_planners(_of(counted, chosen), rule_set=chosen, rule_sets=used)


def held_at_centre(viewer: Actor, days: TestDays) -> Held:
    """The recommendation that holds for each sitting (not those it replaced), as far as the viewer sees."""
    newest = (
        sa.select(
            Recommendation.id,
            Recommendation.made_by_id,
            Sitting.tested_on,
            sa.func.row_number()
            .over(
                partition_by=Recommendation.sitting_id,
                order_by=(Recommendation.made_at.desc(), Recommendation.id),
            )
            .label("place"),
        )
        .join(Sitting, Sitting.id == Recommendation.sitting_id)
        .where(
            Sitting.centre_id == viewer.organisation_id,
            Sitting.language_tested == days.language_tested,
            Sitting.tested_on.between(days.since, days.until),
        )
        .subquery()
    )
    query = sa.select(newest.c.id, newest.c.tested_on).where(newest.c.place == 1)
    if Role.CENTRE_LEAD not in viewer.roles:
        query = query.where(newest.c.made_by_id == viewer.account_id)
    return query


def held_by_authority(viewer: Actor, days: TestDays) -> Held:
    """The recommendation of each signed result that holds and belongs to the viewer's authority."""
    return sa.select(SignedResult.recommendation_id.label("id"), SignedResult.tested_on).where(
        SignedResult.authority_id == viewer.organisation_id,
        SignedResult.superseded_at.is_(None),
        SignedResult.language_tested == days.language_tested,
        SignedResult.tested_on.between(days.since, days.until),
    )


def _used(counted: list[Counted]) -> list[RuleSetVersion]:
    """The versions that made these suggestions, the newest of each rule set first."""
    return sorted({each.departure.rule.rule_set for each in counted}, reverse=True)


def _of(counted: list[Counted], rule_set: RuleSetVersion | None) -> list[Counted]:
    return [each for each in counted if rule_set is None or each.departure.rule.rule_set == rule_set]


def _counted(session: Session, holding: Held) -> list[Counted]:
    """One query, whatever the number of recommendations."""
    held = holding.subquery()
    columns = (
        StoredSuggestion.rule_set_id,
        StoredSuggestion.rule_set_version,
        StoredSuggestion.rule,
        *COURSE_GROUPS,
        Recommendation.agrees,
        Account.id,
        Account.name,
        Organisation.name,
    )
    query = (
        sa.select(*columns, sa.func.count())
        .select_from(Recommendation)
        .join(held, held.c.id == Recommendation.id)
        .join(StoredSuggestion, StoredSuggestion.id == Recommendation.suggestion_id)
        .join(Account, Account.id == Recommendation.made_by_id)
        .join(Organisation, Organisation.id == Account.organisation_id)
        .group_by(*columns)
    )
    return [_one(tuple(row)) for row in session.execute(query)]


def _one(row: tuple[Any, ...]) -> Counted:
    rule_set, version, rule, track, module, to_track, to_module, agrees, account, name, centre, number = row
    departure = Departure(
        RuleOfSet(RuleSetVersion(rule_set, version), rule),
        CourseGroup(track, module),
        CourseGroup(to_track, to_module),
    )
    followed = Outcome.AGREEING if agrees else Outcome.DEVIATING
    outcome = Outcome.LEFT if track == UNDECIDED else followed
    return Counted(departure, Assessor(account, name, centre), outcome, int(number))
