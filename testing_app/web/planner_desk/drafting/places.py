"""Where a problem of a draft is mended: the field of a form if there is one, else the line of the text."""

from uuid import UUID

from flask import url_for

from testing_app.rule_sets import editing, rules
from testing_app.web.planner_desk.drafting.problems import ProblemInWords
from testing_app.web.planner_desk.drafting.table_words import field_of

BASICS = {"id": "rule_set_id", "version": "number", "area": "area", "name": "name_fi"}
BASICS |= {each: each for each in ("valid_from", "valid_to")}


def own_document(text: str) -> editing.Document | None:
    """The plain content of a text without what it includes, or None while it cannot be taken apart."""
    try:
        return editing.own_document(text, editing.NAME)
    except rules.RuleSetError:
        return None


def address_of(problem: ProblemInWords, document: editing.Document | None, *, draft_id: UUID) -> str:
    """The page and field on which a problem is mended."""
    match problem.path if document is not None else ():
        case ("tables", str(table), "rows", *_rest) if document is not None:
            rows = document["tables"][table]["rows"]
            field = field_of(problem.path[2:], rows)
            return url_for("rule_tables.edit", draft_id=draft_id, table=table, _anchor=field)
        case ("reasons" | "labels" as section, str(code), *_rest):
            return url_for("rule_tables.edit_texts", draft_id=draft_id, section=section, _anchor=f"of-{code}")
        case (str(name), *_rest) if name in BASICS:
            return url_for("rule_tables.edit_basics", draft_id=draft_id, _anchor=BASICS[name])
    return url_for("rule_drafts.edit_text", draft_id=draft_id, _anchor=f"line-{problem.line}")
