"""Stores what the rules suggested and what the assessor recommends."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.audit.actions import record
from testing_app.audit.events import Event
from testing_app.errors import Invalid
from testing_app.placements.models import Recommendation, StoredSuggestion
from testing_app.placements.queries import UNDECIDED, is_same, latest_suggestion
from testing_app.placements.suggesting import Suggested, suggestion_of
from testing_app.sittings.models import Sitting

FEWEST_WORDS = 3
LONGEST_REASON = 2000


@dataclass(frozen=True, kw_only=True)
class CourseChoice:
    """What an assessor recommends, as typed: codes of the rule set, and the reason in their own words."""

    track: str
    module: str | None
    extras: tuple[str, ...]
    reason: str


def suggest(session: Session, sitting: Sitting, *, by: Actor, now: datetime) -> StoredSuggestion:
    """The suggestion for the evidence there is now; stored again only when evidence or outcome changed."""
    suggested = suggestion_of(session, sitting)
    stored = latest_suggestion(session, sitting.id)
    if stored is not None and is_same(stored, suggested) and stored.outcome == suggested.outcome:
        return stored
    made = StoredSuggestion(
        sitting_id=sitting.id,
        rule_set_id=suggested.suggestion.rule_set_id,
        rule_set_version=suggested.suggestion.rule_set_version,
        rule=suggested.suggestion.rule,
        track=suggested.suggestion.track,
        module=suggested.suggestion.module,
        evidence=dict(suggested.evidence),
        outcome=suggested.outcome,
        made_at=now,
    )
    session.add(made)
    session.flush()
    record(
        session,
        Event.SUGGESTION_MADE,
        by=by,
        now=now,
        subject=("suggestion", made.id),
        candidate_id=sitting.candidate_id,
        details={"rule": made.rule, "rule_set": made.rule_set_id, "version": made.rule_set_version},
    )
    return made


def recommend(
    session: Session,
    sitting: Sitting,
    *,
    suggestion: StoredSuggestion,
    choice: CourseChoice,
    by: Actor,
    now: datetime,
) -> Recommendation:
    """The assessor's own recommendation beside the suggestion they saw; `Invalid` names every problem."""
    suggested = suggestion_of(session, sitting)
    problems = problems_with(choice, suggested)
    if problems:
        raise Invalid(problems)
    made = Recommendation(
        sitting_id=sitting.id,
        suggestion_id=suggestion.id,
        track=choice.track,
        module=choice.module,
        extras=list(choice.extras),
        reason=choice.reason.strip(),
        agrees=(choice.track, choice.module) == (suggestion.track, suggestion.module),
        made_by_id=by.account_id,
        made_at=now,
    )
    session.add(made)
    session.flush()
    record(
        session,
        Event.RECOMMENDATION_MADE,
        by=by,
        now=now,
        subject=("recommendation", made.id),
        candidate_id=sitting.candidate_id,
        details={"track": made.track, "module": made.module, "agrees": made.agrees},
    )
    return made


def problems_with(choice: CourseChoice, suggested: Suggested) -> dict[str, list[str]]:
    """Everything that keeps a choice from being a recommendation: field to codes."""
    rule_set = suggested.rule_set
    problems: dict[str, list[str]] = {}
    track = rule_set.tracks.get(choice.track)
    if track is None or choice.track == UNDECIDED:
        problems.setdefault("track", []).append("choose_a_track")
    elif track.graded and choice.module is None:
        problems.setdefault("module", []).append("choose_a_module")
    elif not track.graded and choice.module is not None:
        problems.setdefault("module", []).append("track_has_no_modules")
    if choice.module is not None and choice.module not in rule_set.modules:
        problems.setdefault("module", []).append("choose_a_module")
    if set(choice.extras) - set(rule_set.extras):
        problems.setdefault("extras", []).append("unknown_extra")
    elif choice.extras and track is not None and not track.graded:
        problems.setdefault("extras", []).append("track_has_no_extras")
    _add_reason_problems(choice.reason, problems)
    return problems


def _add_reason_problems(reason: str, problems: dict[str, list[str]]) -> None:
    if len(reason.split()) < FEWEST_WORDS:
        problems.setdefault("reason", []).append("write_a_reason")
    if len(reason) > LONGEST_REASON:
        problems.setdefault("reason", []).append("reason_too_long")
