"""One course group as its provider sees it: what is due, who is in it, what it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import render_template

from testing_app.clock import now, today
from testing_app.courses.queries import buyers, get_group
from testing_app.queue.actions import record_learners
from testing_app.queue.queries import Learner, fit_questions_due, learners_of
from testing_app.vocabulary import SKILL_PARTS, PlaceState
from testing_app.web.course_words import line_in_words
from testing_app.web.current import current_actor
from testing_app.web.provider_desk.answer_forms import AnswersForm, StartsForm, fit_form, starts_form
from testing_app.web.words import level_word, word

REPORTABLE = (PlaceState.CONFIRMED, PlaceState.STARTED)


@dataclass(frozen=True, kw_only=True)
class LearnerRow:
    """One learner as the page shows them."""

    place_id: UUID
    name: str
    state: PlaceState
    contact: str
    levels: str
    withheld: bool
    since: date | None
    can_be_reported: bool


def rendered_group(
    session: Any, group_id: UUID, *, starts: StartsForm | None = None, fit: AnswersForm | None = None
) -> str:
    """The page, with the forms as they were posted when they could not be kept."""
    actor, day = current_actor(), today()
    group = get_group(session, group_id, viewer=actor)
    learners = learners_of(session, group_id, viewer=actor)
    if learners:
        record_learners(session, group_id, [each.place_id for each in learners], viewer=actor, now=now())
    names = dict(buyers(session, on=day))
    return render_template(
        "provider_desk/group.html",
        group=group,
        learners=[_row(each, day) for each in learners],
        starts=starts or _asked_starts(group, learners, day),
        fit=fit or _asked_fit(session, group_id, learners, day),
        buyer=names.get(group.authority_id, "") if group.authority_id else "",
        also_admits=[
            line_in_words(track, module, group.language_tested.value, on=day)
            for track, module in group.also_admits
        ],
        today=day,
    )


def asked_starts(group: Any, learners: Sequence[Learner], day: date) -> list[Learner]:
    """Of whom nobody has said whether they came, once the course has begun."""
    if group.starts_on > day or group.cancelled_at is not None:
        return []
    return [each for each in learners if each.state is PlaceState.CONFIRMED]


def asked_fit(session: Any, group_id: UUID, learners: Sequence[Learner], day: date) -> list[Learner]:
    """Of whom the teacher has not said whether it is the right group."""
    due = {
        row.place.id
        for row in fit_questions_due(session, viewer=current_actor(), today=day)
        if row.group.id == group_id
    }
    return [each for each in learners if each.place_id in due]


def _asked_starts(group: Any, learners: Sequence[Learner], day: date) -> StartsForm | None:
    asked = asked_starts(group, learners, day)
    return starts_form(asked, day=group.starts_on, posted=False) if asked else None


def _asked_fit(session: Any, group_id: UUID, learners: Sequence[Learner], day: date) -> AnswersForm | None:
    asked = asked_fit(session, group_id, learners, day)
    return fit_form(asked, posted=False) if asked else None


def _row(learner: Learner, day: date) -> LearnerRow:
    return LearnerRow(
        place_id=learner.place_id,
        name=learner.name,
        state=learner.state,
        contact=", ".join(filter(None, [learner.phone, learner.email])),
        levels=", ".join(
            f"{word(part)} {level_word(learner.levels[part.value])}"
            for part in SKILL_PARTS
            if part.value in learner.levels
        ),
        withheld=learner.withheld,
        since=learner.ended_on or learner.started_on or learner.confirmed_on,
        can_be_reported=learner.state in REPORTABLE,
    )
