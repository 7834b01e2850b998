"""Who would move if the rules changed: two rule sets compared on signed results, or on a sheet."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from testing_app.audit.actions import record
from testing_app.audit.events import Event
from testing_app.clock import now, today
from testing_app.rule_sets import rules
from testing_app.sheets.problems import SheetRefused, problem_text, refusal_text
from testing_app.sheets.streaming import stream_sheet
from testing_app.statistics.impact import impact_on_results
from testing_app.statistics.impact_sheet import comparison_on, count_rows
from testing_app.statistics.impact_shown import shown_impact
from testing_app.vocabulary import TestedLanguage
from testing_app.web.current import current_actor
from testing_app.web.impact_words import ImpactInWords, impact_in_words
from testing_app.web.planner_desk.impact_form import (
    ImpactForm,
    SheetForm,
    choices_for,
    code_in_force,
)
from testing_app.web.units import Session, disclosure, reading

impact = Blueprint("impact", __name__, url_prefix="/planner/rules/impact", template_folder="templates")

MOST_UNPACKED = 50_000_000
MOST_PROBLEMS = 20
"""Problems of a sheet that are told at once; a sheet may have one on every row."""


@impact.get("")
def show() -> ResponseReturnValue:
    """The two rule sets on signed results of the planner's own authority; small numbers are hidden."""
    with reading() as session:
        form = _form(session)
        if not form.is_asked:
            return _page(form)
        pair = _valid_pair(form)
        found = _on_results(session, form, pair) if pair else None
    if pair is None or found is None:
        return _page(form), 422
    _record(form, pair, found, population="signed_results")
    return _page(form, _words(form, found))


@impact.post("")
def receive() -> ResponseReturnValue:
    """The same on a sheet, of which nothing is kept."""
    with reading() as session:
        form = _form(session)
    sheet_form = SheetForm()
    sheet_form.validate()
    pair = _valid_pair(form)
    found = _on_sheet(sheet_form, pair) if pair else None
    if pair is None or found is None:
        return _page(form, sheet_form=sheet_form), 422
    _record(form, pair, found, population="sheet")
    return _page(form, _words(form, found), sheet_form=sheet_form, is_sheet=True)


def _form(session: Session) -> ImpactForm:
    viewer, on = current_actor(), today()
    in_force = code_in_force(session, viewer=viewer, on=on)
    return ImpactForm(
        request.args, choices_for(session, request.args, viewer=viewer), in_force=in_force, on=on
    )


def _valid_pair(form: ImpactForm) -> tuple[rules.RuleSet, rules.RuleSet] | None:
    """The two rule sets; None when there is a problem, which then stands at its field."""
    return form.pair() if form.validate() and form.judge_language() else None


def _on_results(
    session: Session, form: ImpactForm, pair: tuple[rules.RuleSet, rules.RuleSet]
) -> rules.Impact:
    old, new = pair
    since, until = form.days()
    return impact_on_results(
        session,
        viewer=current_actor(),
        old=old,
        new=new,
        since=since,
        until=until,
        language_tested=TestedLanguage(form.language.data),
    )


def _on_sheet(form: SheetForm, pair: tuple[rules.RuleSet, rules.RuleSet]) -> rules.Impact | None:
    """None with the problems at the field, when no row or not every row can be read."""
    file = form.sheet.data
    if not file or not file.filename:
        form.sheet.errors = [_("Choose a file.")]
        return None
    old, new = pair
    problems: list[str] = []
    try:
        sheet = stream_sheet(file.read(), most_unpacked=MOST_UNPACKED)
        problems += [problem_text(problem, _) for problem in sheet.problems]
        comparison = comparison_on(sheet, old=old, new=new)
        for found in count_rows(sheet.rows, sheet, comparison):
            problems += [problem_text(problem, _) for problem in found if len(problems) <= MOST_PROBLEMS]
    except SheetRefused as refused:
        form.sheet.errors = [refusal_text(refused, _)]
        return None
    counted = comparison.impact()
    if problems and not (form.leave_out_bad.data and counted.results):
        form.sheet.errors = _first(problems)
        return None
    return counted


def _first(problems: list[str]) -> list[str]:
    if len(problems) <= MOST_PROBLEMS:
        return problems
    return [*problems[:MOST_PROBLEMS], _("There are more problems on the rows below.")]


def _record(
    form: ImpactForm, pair: tuple[rules.RuleSet, rules.RuleSet], found: rules.Impact, *, population: str
) -> None:
    """The audit entry: which sets were compared on what; it is written before anything is shown."""
    old, new = pair
    details: Mapping[str, Any] = {
        "old": f"{old.id}@{old.version}",
        "population": population,
        "language_tested": form.language.data,
        "year": int(form.year.data),
        "results": found.results,
    }
    with disclosure() as session:
        record(
            session,
            Event.IMPACT_VIEWED,
            by=current_actor(),
            now=now(),
            subject=("rule_set", f"{new.id}@{new.version}"),
            details=details,
        )


def _words(form: ImpactForm, found: rules.Impact) -> ImpactInWords:
    return impact_in_words(
        shown_impact(found),
        old_address=_address(form, form.old.data),
        new_address=_address(form, form.new.data),
    )


def _address(form: ImpactForm, code: str) -> str:
    """The page on which a rule set can be read."""
    choice = form.known[code]
    if choice.draft_id is not None:
        return url_for("rule_drafts.show", draft_id=choice.draft_id)
    id, _at, version = code.partition("@")
    return url_for("rules.read", rule_set_id=id, number=int(version))


def _page(
    form: ImpactForm,
    words: ImpactInWords | None = None,
    *,
    sheet_form: SheetForm | None = None,
    is_sheet: bool = False,
) -> str:
    return render_template(
        "planner_desk/impact.html",
        form=form,
        sheet_form=sheet_form or SheetForm(formdata=None),
        words=words,
        is_sheet=is_sheet,
    )
