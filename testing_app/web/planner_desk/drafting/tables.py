"""Editing a draft in parts: one decision table, the texts of reasons and names, the basics."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from testing_app.clock import now
from testing_app.errors import Conflict, Invalid, NotFound
from testing_app.rule_sets import editing, rules
from testing_app.rule_sets.actions import change_draft
from testing_app.rule_sets.queries import RuleSetText, get_draft, library_of
from testing_app.vocabulary import LEVELS_GIVEN
from testing_app.web.current import current_actor
from testing_app.web.layout import current_language
from testing_app.web.planner_desk.drafting.forms import BasicsForm, identity_problems, number_in
from testing_app.web.planner_desk.drafting.state import state_of
from testing_app.web.planner_desk.drafting.table_form import SAVE, after, open_rows, rows_in, with_codes
from testing_app.web.planner_desk.drafting.table_words import by_field, part_of, table_choices, title_of
from testing_app.web.problems import show_problems
from testing_app.web.units import Session, reading, transaction

rule_tables = Blueprint("rule_tables", __name__, url_prefix="/planner/rules", template_folder="../templates")

SECTIONS = ("reasons", "labels")
LANGUAGES = ("fi", "sv", "en")


@rule_tables.get("/drafts/<uuid:draft_id>/tables/<table>")
def edit(draft_id: UUID, table: str) -> ResponseReturnValue:
    """One decision table as a form, row by row."""
    with reading() as session:
        draft, document = _editable(session, draft_id)
        return _table_page(session, draft, document, table, editing.written_rows(document, table))


@rule_tables.post("/drafts/<uuid:draft_id>/tables/<table>")
def change(draft_id: UUID, table: str) -> ResponseReturnValue:
    """Keep the table, or only change the shape of the form: rows up and down, one more, one less."""
    button = request.form.get("do", SAVE)
    rows = after(rows_in(request.form), button)
    with reading() as session:
        draft, document = _editable(session, draft_id)
        rows = with_codes(rows, state_of(session, draft).rule_set)
        if button != SAVE or table not in editing.table_names(document):
            return _table_page(session, draft, document, table, rows, unsaved=True)
        if _typed_version() != draft.version:
            return _table_page(session, draft, document, table, rows, unsaved=True, overtaken=True), 409
        text = editing.text_with_rows(
            draft.text, table, rows, library=library_of(session, draft.authority_id)
        )
    _keep(draft_id, text)
    flash(_("The table is kept."), "good")
    return redirect(url_for(".edit", draft_id=draft_id, table=table), 303)


def _table_page(
    session: Session,
    draft: RuleSetText,
    document: editing.Document,
    table: str,
    rows: Sequence[editing.WrittenRow],
    *,
    unsaved: bool = False,
    overtaken: bool = False,
) -> str:
    """The form of one table; `overtaken` when somebody else has changed the draft since it was opened."""
    if table not in editing.table_names(document):
        raise NotFound("no_such_table")
    state = state_of(session, draft)
    problems = (
        {} if unsaved else by_field(state.problems, editing.own_document(draft.text, editing.NAME), table)
    )
    words = next((each.rows for each in state.tables if each.name == table), ())
    choices = table_choices(document, table)
    return render_template(
        "planner_desk/drafting/table.html",
        state=state,
        table=table,
        words=() if unsaved else words,
        labels=dict(choices.outcomes),
        open_rows=open_rows(rows, problems, touched=request.form.get("do", "")),
        title=title_of(table),
        rows=rows,
        choices=choices,
        levels=list(LEVELS_GIVEN),
        problems=problems,
        unsaved=unsaved,
        overtaken=overtaken,
        version=_typed_version() if unsaved and not overtaken else draft.version,
    )


@rule_tables.get("/drafts/<uuid:draft_id>/texts/<section>")
def edit_texts(draft_id: UUID, section: str) -> ResponseReturnValue:
    """The sentences of reasons, or the names of codes, in the three languages side by side."""
    with reading() as session:
        draft, document = _editable(session, draft_id)
        kept = part_of(document, section)
        texts = {code: each for code, each in kept.items() if isinstance(each, dict)}
        return _texts_page(session, draft, section, texts)


def _texts_page(
    session: Session, draft: RuleSetText, section: str, texts: Mapping[str, Any], *, overtaken: bool = False
) -> str:
    state = state_of(session, draft)
    return render_template(
        "planner_desk/drafting/texts.html",
        state=state,
        current=current_language(),
        problem_codes={
            code for each in state.problems if each.path[:1] == (section,) for code in each.path[1:2]
        },
        section=_known_section(section),
        texts=texts,
        overtaken=overtaken,
        version=draft.version,
    )


@rule_tables.post("/drafts/<uuid:draft_id>/texts/<section>")
def change_texts(draft_id: UUID, section: str) -> ResponseReturnValue:
    """Keep the sentences or names; a new code may be added in the last row."""
    _known_section(section)
    codes = [code for code in request.form.getlist("code") if code.strip()]
    texts = {
        code.strip(): {each: request.form.get(f"{place}.{each}", "") for each in LANGUAGES}
        for place, code in enumerate(request.form.getlist("code"))
        if code in codes
    }
    with reading() as session:
        draft, _document = _editable(session, draft_id)
        if _typed_version() != draft.version:
            return _texts_page(session, draft, section, texts, overtaken=True), 409
        library = library_of(session, draft.authority_id)
        text = editing.text_with_texts(draft.text, section, texts, library=library)
    _keep(draft_id, text)
    flash(_("The texts are kept."), "good")
    return redirect(url_for(".edit_texts", draft_id=draft_id, section=section), 303)


@rule_tables.get("/drafts/<uuid:draft_id>/basics")
def edit_basics(draft_id: UUID) -> ResponseReturnValue:
    """Name, version, dates and area."""
    with reading() as session:
        draft, document = _editable(session, draft_id)
        name = part_of(document, "name")
        form = BasicsForm(
            formdata=None,
            rule_set_id=_value(document, "id", str),
            number=_value(document, "version", int),
            area=_value(document, "area", str),
            valid_from=_value(document, "valid_from", date),
            valid_to=_value(document, "valid_to", date),
            version=draft.version,
            **{f"name_{each}": name.get(each) for each in LANGUAGES},
        )
        return render_template("planner_desk/drafting/basics.html", state=state_of(session, draft), form=form)


@rule_tables.post("/drafts/<uuid:draft_id>/basics")
def change_basics(draft_id: UUID) -> ResponseReturnValue:
    """Keep name, version, dates and area."""
    form = BasicsForm()
    with reading() as session:
        draft, _document = _editable(session, draft_id)
        if not form.validate():
            return _basics_page(session, draft, form)
        text = editing.text_with_values(draft.text, _values_of(form))
    try:
        _keep(draft_id, text)
    except Invalid as refusal:
        show_problems(form, identity_problems(refusal))
        with reading() as session:
            return _basics_page(session, get_draft(session, draft_id, viewer=current_actor()), form)
    flash(_("The draft is kept."), "good")
    return redirect(url_for("rule_drafts.show", draft_id=draft_id), 303)


def _value(document: editing.Document, name: str, kind: type) -> Any:
    """A value of the kind the form shows; None for anything else a file may hold."""
    found = document.get(name)
    return found if isinstance(found, kind) else None


def _basics_page(session: Session, draft: RuleSetText, form: BasicsForm) -> ResponseReturnValue:
    state = state_of(session, draft)
    return render_template("planner_desk/drafting/basics.html", state=state, form=form), 422


def _values_of(form: BasicsForm) -> dict[str, Any]:
    names = {each: (form[f"name_{each}"].data or "").strip() for each in LANGUAGES}
    return {
        "id": form.rule_set_id.data,
        "version": form.number.data,
        "name": {each: text for each, text in names.items() if text},
        "area": (form.area.data or "").strip() or None,
        "valid_from": form.valid_from.data,
        "valid_to": form.valid_to.data,
    }


def _editable(session: Session, draft_id: UUID) -> tuple[RuleSetText, editing.Document]:
    """A draft that can be taken apart; one that is not TOML is mended as text first."""
    draft = get_draft(session, draft_id, viewer=current_actor())
    if draft.is_sealed:
        raise Conflict("rule_set_is_sealed")
    try:
        library = library_of(session, draft.authority_id)
        return draft, editing.whole_document(draft.text, library=library)
    except rules.RuleSetError as error:
        raise Conflict("mend_the_text_first") from error


def _keep(draft_id: UUID, text: str) -> None:
    with transaction() as session:
        change_draft(session, draft_id, text, version=_typed_version(), by=current_actor(), now=now())


def _typed_version() -> int:
    return number_in(request.form.get("version", ""))


def _known_section(section: str) -> str:
    if section not in SECTIONS:
        raise NotFound("no_such_table")
    return section
