"""Changes scoring forms: a new form, and the next version of one; a version is never edited."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.audit.actions import record
from testing_app.audit.events import Event
from testing_app.errors import Conflict, Invalid
from testing_app.items.measurement import problems_of
from testing_app.items.models import FormVersion, ScoringForm
from testing_app.items.queries import get_form
from testing_app.vocabulary import FormKind, Part, TestedLanguage

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Criterion:
    """What a rating looks at, with its name in the languages of the pages."""

    code: str
    fi: str
    sv: str
    en: str


@dataclass(frozen=True)
class VersionDraft:
    """The numbers of a version to be made; `cut_scores` holds level code and fewest points, lowest first."""

    valid_from: date
    source: str
    maximum: int | None = None
    cut_scores: tuple[tuple[str, int], ...] = field(default=())
    criteria: tuple[Criterion, ...] = field(default=())


def make_form(
    session: Session,
    *,
    code: str,
    name: str,
    part: Part,
    language_tested: TestedLanguage,
    kind: FormKind,
    by: Actor | None,
    now: datetime,
) -> ScoringForm:
    """A new form, still without a version; `Conflict` when its code is taken."""
    if session.scalar(sa.select(ScoringForm.id).where(ScoringForm.code == code)) is not None:
        raise Conflict("form_code_taken", form=code)
    form = ScoringForm(code=code, name=name, part=part, language_tested=language_tested, kind=kind)
    session.add(form)
    session.flush()
    record(
        session,
        Event.FORM_MADE,
        by=by,
        now=now,
        subject=("form", form.id),
        details={
            "form": code,
            "part": part.value,
            "language_tested": language_tested.value,
            "kind": kind.value,
        },
    )
    return form


def make_version(
    session: Session, form_id: UUID, *, draft: VersionDraft, by: Actor, now: datetime, today: date
) -> FormVersion:
    """The next version of a form; the one before it ends the day before.

    Raises `Invalid` with the codes of all problems by field (`valid_from`, `source`, `maximum`, `criteria`,
    `cut_scores`, or `cut_scores-N` for the cut score at place N).
    """
    session.execute(sa.select(ScoringForm.id).where(ScoringForm.id == form_id).with_for_update())
    form = get_form(session, form_id)
    last = form.versions[-1] if form.versions else None
    problems = draft_problems(draft, kind=form.kind, last=last, today=today)
    if problems:
        raise Invalid(problems)
    if last is not None and (last.valid_to is None or last.valid_to >= draft.valid_from):
        last.valid_to = draft.valid_from - ONE_DAY
    version = FormVersion(
        form=form,
        number=last.number + 1 if last else 1,
        valid_from=draft.valid_from,
        maximum=draft.maximum,
        cut_scores=[list(pair) for pair in draft.cut_scores],
        criteria=[vars(criterion) for criterion in draft.criteria],
        source=draft.source,
        made_by_id=by.account_id,
        made_at=now,
    )
    session.add(version)
    session.flush()
    record(
        session,
        Event.FORM_VERSION_MADE,
        by=by,
        now=now,
        subject=("form_version", version.id),
        details={"form": form.code, "number": version.number, "valid_from": draft.valid_from.isoformat()},
    )
    return version


def draft_problems(
    draft: VersionDraft, *, kind: FormKind, last: FormVersion | None, today: date
) -> Mapping[str, list[str]]:
    """Everything that keeps a draft from becoming a version: codes by field.

    A later version begins after today, so that no level already given changes its meaning.
    """
    problems: dict[str, list[str]] = defaultdict(list)
    if last is not None and draft.valid_from <= today:
        problems["valid_from"].append("starts_after_today")
    if last is not None and draft.valid_from <= last.valid_from:
        problems["valid_from"].append("starts_after_the_last")
    if not draft.source.strip():
        problems["source"].append("source_missing")
    if kind is FormKind.POINTS:
        for problem in problems_of(draft.cut_scores, draft.maximum or 0):
            problems[_field_of(problem.code, problem.place)].append(problem.code)
    else:
        for code in _criteria_problems(draft.criteria):
            problems["criteria"].append(code)
    return dict(problems)


def _field_of(code: str, place: int | None) -> str:
    if code == "maximum_too_small":
        return "maximum"
    return "cut_scores" if place is None else f"cut_scores-{place}"


def _criteria_problems(criteria: tuple[Criterion, ...]) -> list[str]:
    if not criteria:
        return ["no_criteria"]
    problems = []
    if any(not (one.fi.strip() and one.sv.strip() and one.en.strip()) for one in criteria):
        problems.append("criterion_name_missing")
    if len({one.code for one in criteria}) < len(criteria):
        problems.append("criterion_twice")
    return problems
