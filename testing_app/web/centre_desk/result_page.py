"""Puts the page of one signed result together, and the rows of their list, in the reader's words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask import render_template, request
from flask_babel import gettext as _

from testing_app.audit.actions import record
from testing_app.audit.events import Event
from testing_app.clock import now
from testing_app.inbox.receipts import Receipt, receipts_of
from testing_app.inbox.sent import SentRow, SentState
from testing_app.letters.flags import LetterFlags
from testing_app.results.document import ResultDocument
from testing_app.results.letter_flags import flags_of_result
from testing_app.results.queries import get_result, objections_to, signed_document, versions_of
from testing_app.results.reading import read_document
from testing_app.sittings.queries import get_sitting
from testing_app.vocabulary import LetterKind
from testing_app.web.centre_desk.result_forms import OUTCOMES, AnswerForm, CorrectionForm, ObjectionForm
from testing_app.web.current import current_actor
from testing_app.web.placement_words import place_in_words, rule_set_that_judged
from testing_app.web.result_words import document_in_words, levels_of, names_of_result
from testing_app.web.units import disclosure
from testing_app.web.vocational_words import vocational_in_words
from testing_app.web.words import word
from testing_app.wording.queries import words_for


@dataclass(frozen=True)
class Forms:
    """The forms of the page as they were posted, with what is wrong in them; blank ones where none was."""

    correction: CorrectionForm | None = None
    objection: ObjectionForm | None = None
    answers: Mapping[UUID, AnswerForm] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ResultLine:
    """One line of the list of results."""

    result_id: UUID
    number: str
    name: str
    authority: str
    tested_on: date
    language: str
    place: str
    signed_by: str
    signed_at: datetime
    is_correction: bool
    is_objected: bool
    kind: str
    state: str
    acknowledged_at: datetime | None
    row_class: str


@dataclass(frozen=True, kw_only=True)
class VersionLine:
    """One of the results of a sitting."""

    result: Any
    place: str
    holds: bool
    is_this: bool


@dataclass(frozen=True, kw_only=True)
class ObjectionLine:
    """One objection, with its answer or the form for it."""

    objection: Any
    outcome: str
    form: AnswerForm | None


def sent_rows(rows: Sequence[SentRow]) -> list[ResultLine]:
    """The lines of the list in the reader's words."""
    return [_line(row) for row in rows]


def _line(row: SentRow) -> ResultLine:
    kind, state = state_in_words(row.state)
    rule_set = rule_set_that_judged(row.judged_by.id, row.judged_by.version)
    return ResultLine(
        result_id=row.result_id,
        number=row.candidate_number,
        name=row.candidate_name,
        authority=row.authority,
        tested_on=row.tested_on,
        language=word(row.language_tested),
        place=place_in_words(row.track, row.module, rule_set),
        signed_by=row.signed_by,
        signed_at=row.signed_at,
        is_correction=row.is_correction,
        is_objected=row.is_objected,
        kind=kind,
        state=state,
        acknowledged_at=row.acknowledged_at,
        row_class="row-replaced" if row.state is SentState.REPLACED else "",
    )


def state_in_words(state: SentState) -> tuple[str, str]:
    """The kind of badge and its word."""
    return {
        SentState.SIGNED: ("info", _("On its way")),
        SentState.DELIVERED: ("info", _("Delivered")),
        SentState.OPENED: ("warn", _("Opened, not acknowledged")),
        SentState.ACKNOWLEDGED: ("good", _("Acknowledged")),
        SentState.REPLACED: ("neutral", _("Replaced by a newer result")),
    }[state]


def result_page(result_id: UUID, forms: Forms) -> str:
    """The page, with its audit entry."""
    with disclosure() as session:
        return _rendered(session, result_id, forms)


def _flags(session: Any, document: ResultDocument, contact_language: str) -> LetterFlags:
    return flags_of_result(
        document,
        contact_language,
        names=names_of_result(document),
        words=words_for(session, LetterKind.RESULT),
    )


def _rendered(session: Any, result_id: UUID, forms: Forms) -> str:
    viewer = current_actor()
    result = get_result(session, result_id, viewer=viewer)
    record(
        session,
        Event.RESULT_VIEWED,
        by=viewer,
        now=now(),
        subject=("result", result.id),
        candidate_id=result.candidate_id,
    )
    versions = versions_of(session, result.sitting_id, viewer=viewer)
    sitting = get_sitting(session, result.sitting_id, viewer=viewer)
    receipt = receipts_of(session, [result.id]).get(result.id)
    document = read_document(signed_document(session, result.id, viewer=viewer))
    return render_template(
        "centre_desk/result.html",
        result=result,
        sitting=sitting,
        words=document_in_words(document),
        vocational=vocational_in_words(
            session,
            result.authority_id,
            language_tested=result.language_tested,
            tested_on=result.tested_on,
            levels=levels_of(document),
            wanted=request.args.get("field", ""),
        ),
        flags=_flags(session, document, result.candidate.contact_language),
        steps=_steps(result, receipt),
        step=_step(receipt),
        receipt=receipt,
        versions=_version_lines(result, versions, document),
        newest=next((version for version in versions if version.superseded_at is None), result),
        objections=[
            _objection_line(objection, forms)
            for objection in objections_to(session, result.sitting_id, viewer=viewer)
        ],
        correction_form=forms.correction or CorrectionForm(formdata=None),
        objection_form=forms.objection or ObjectionForm(formdata=None),
        wrong_form=forms.correction or forms.objection or next(iter(forms.answers.values()), None),
        may_keep=_may_keep(sitting),
    )


def _steps(result: Any, receipt: Receipt | None) -> list[tuple[str, datetime | None]]:
    return [
        (_("Signed"), result.signed_at),
        (_("Delivered"), receipt.received_at if receipt else None),
        (_("Opened"), receipt.opened_at if receipt else None),
        (_("Acknowledged"), receipt.acknowledged_at if receipt else None),
    ]


def _step(receipt: Receipt | None) -> int:
    """The step that is waited for."""
    if receipt is None:
        return 1
    if receipt.acknowledged_at:
        return 4
    return 3 if receipt.opened_at else 2


def _version_lines(result: Any, versions: Sequence[Any], document: ResultDocument) -> list[VersionLine]:
    judged_by = document.suggestion.rule_set
    rule_set = rule_set_that_judged(judged_by.id, judged_by.version)
    return [
        VersionLine(
            result=version,
            place=place_in_words(version.track, version.module, rule_set),
            holds=version.superseded_at is None,
            is_this=version.id == result.id,
        )
        for version in versions
    ]


def _objection_line(objection: Any, forms: Forms) -> ObjectionLine:
    if objection.outcome is not None:
        return ObjectionLine(objection=objection, outcome=str(OUTCOMES[objection.outcome]), form=None)
    form = forms.answers.get(objection.id) or AnswerForm(formdata=None, prefix=f"answer-{objection.id}-")
    form.version.data = str(objection.version)
    return ObjectionLine(objection=objection, outcome="", form=form)


def _may_keep(sitting: Any) -> bool:
    """Whether a correction was begun and nothing was changed in it."""
    since = sitting.correcting_since
    changes = [part.changed_at for part in sitting.parts] + [sitting.background.changed_at]
    return since is not None and not any(at is not None and at >= since for at in changes)
