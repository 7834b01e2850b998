"""What the rules suggest for a sitting, and what the assessor recommends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from testing_app import flow
from testing_app.audit.actions import record
from testing_app.audit.events import Event
from testing_app.clock import now
from testing_app.errors import Conflict, Invalid
from testing_app.items.queries import FormVersion, forms_in_force
from testing_app.people.consents import scopes_in_force
from testing_app.placements.queries import is_same, latest_recommendation
from testing_app.placements.suggesting import Suggested, suggestion_of
from testing_app.results.composing import withheld_from
from testing_app.results.queries import find_holding_result, is_recommendation_used
from testing_app.sittings.queries import Sitting, get_sitting, is_open_for_scores
from testing_app.sittings.scoring import parts_without_level
from testing_app.vocabulary import SKILL_PARTS
from testing_app.web.access import Permission
from testing_app.web.centre_desk.certainty_in_words import certainty_in_words
from testing_app.web.centre_desk.placement_form import RecommendationForm, recommendation_form
from testing_app.web.centre_desk.suggestion_in_words import suggestion_in_words
from testing_app.web.current import current_actor, may
from testing_app.web.layout import current_language
from testing_app.web.placement_words import place_in_words
from testing_app.web.problems import show_problems
from testing_app.web.result_words import scope_in_words, skill_in_words
from testing_app.web.units import disclosure, reading, transaction
from testing_app.web.vocational_words import vocational_in_words
from testing_app.web.words import word

placement = Blueprint("placement", __name__, url_prefix="/centre/sittings", template_folder="templates")


@dataclass(frozen=True)
class Answer:
    """What came of a posted form: its problems as a status, and whether the suggestion changed meanwhile."""

    form: RecommendationForm
    status: int
    scores_changed: bool = False


@placement.get("/<uuid:sitting_id>/placement")
def show(sitting_id: UUID) -> ResponseReturnValue:
    """The profile, the suggestion with its reasons, and the recommendation."""
    return _page(sitting_id)


@placement.post("/<uuid:sitting_id>/placement")
def recommend(sitting_id: UUID) -> ResponseReturnValue:
    """Store the assessor's recommendation and go on to the preview."""
    actor = current_actor()
    with reading() as session:
        suggested = suggestion_of(session, get_sitting(session, sitting_id, viewer=actor))
    form = recommendation_form(suggested.rule_set, shown=suggested.digest)
    form.validate()
    try:
        with transaction() as session:
            flow.recommend(
                session, sitting_id, form.choice(), shown=form.shown.data or "", by=actor, now=now()
            )
    except Invalid as refusal:
        show_problems(form, refusal)
        return _page(sitting_id, Answer(form, 422))
    except Conflict as conflict:
        if conflict.code != "scores_changed":
            raise
        return _page(sitting_id, Answer(form, 409, scores_changed=True))
    return redirect(url_for("signing.preview", sitting_id=sitting_id), 303)


def _page(sitting_id: UUID, answer: Answer | None = None) -> ResponseReturnValue:
    with disclosure() as session:
        page = _rendered(session, sitting_id, answer)
    return page, answer.status if answer else 200


def _rendered(session: Any, sitting_id: UUID, answer: Answer | None) -> str:
    actor = current_actor()
    sitting = get_sitting(session, sitting_id, viewer=actor)
    record(
        session,
        Event.SITTING_VIEWED,
        by=actor,
        now=now(),
        subject=("sitting", sitting.id),
        candidate_id=sitting.candidate_id,
        details={"page": "placement"},
    )
    suggested = suggestion_of(session, sitting)
    form = answer.form if answer else recommendation_form(suggested.rule_set, shown=suggested.digest)
    form.shown.data = suggested.digest
    parts = {row.part: row for row in sitting.parts}
    withheld = withheld_from(scopes_in_force(session, sitting.candidate_id))
    return render_template(
        "centre_desk/placement.html",
        sitting=sitting,
        language=word(sitting.language_tested),
        profile=[
            skill_in_words(part, state=parts[part].state, level=parts[part].level) for part in SKILL_PARTS
        ],
        suggestion=suggestion_in_words(suggested, sitting.id),
        certainty=certainty_in_words(suggested),
        vocational=vocational_in_words(
            session,
            sitting.authority_id,
            language_tested=sitting.language_tested,
            tested_on=sitting.tested_on,
            levels={part: parts[part].level for part in SKILL_PARTS},
            wanted=request.args.get("field", ""),
        ),
        form=form,
        scores_changed=bool(answer and answer.scores_changed),
        is_open=is_open_for_scores(sitting),
        may_recommend=may(Permission.RECOMMEND) and is_open_for_scores(sitting),
        made=_made(session, sitting_id, suggested),
        result=find_holding_result(session, sitting.id, viewer=actor),
        withheld_codes=withheld,
        unrated=_unrated(session, sitting),
        withheld=[scope_in_words(scope) for scope in withheld],
    )


@dataclass(frozen=True)
class MadeRecommendation:
    """A recommendation as the page shows it, and whether it can be signed as it is."""

    place: str
    reason: str
    by: str
    at: object
    agrees: bool
    is_current: bool
    is_signed: bool
    is_own: bool


@dataclass(frozen=True)
class UnratedPart:
    """A skill that was taken and has no level yet: the criteria to rate, and where."""

    name: str
    criteria: Sequence[str]
    url: str


def _unrated(session: Any, sitting: Sitting) -> list[UnratedPart]:
    rows = parts_without_level(sitting)
    versions = forms_in_force(session, sitting.language_tested, sitting.tested_on) if rows else {}
    return [
        UnratedPart(
            name=word(row.part),
            criteria=_criteria_without_rating(row.ratings, versions.get(row.part)),
            url=url_for("battery.show", sitting_id=sitting.id, _anchor=f"{row.part.value}-state"),
        )
        for row in rows
    ]


def _criteria_without_rating(ratings: Mapping[str, str], version: FormVersion | None) -> list[str]:
    language = current_language()
    return [
        criterion.get(language) or criterion["fi"]
        for criterion in (version.criteria if version else [])
        if not ratings.get(criterion["code"])
    ]


def _made(session: Any, sitting_id: UUID, suggested: Suggested) -> MadeRecommendation | None:
    found = latest_recommendation(session, sitting_id)
    if found is None:
        return None
    return MadeRecommendation(
        place=place_in_words(found.track, found.module, suggested.rule_set, extras=found.extras),
        reason=found.reason,
        by=found.made_by.name,
        at=found.made_at,
        agrees=found.agrees,
        is_current=is_same(found.suggestion, suggested),
        is_signed=is_recommendation_used(session, found.id),
        is_own=found.made_by_id == current_actor().account_id,
    )
