"""Rule sets to read, try, download and compare, for everybody who signs in."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from testing_app.clock import today
from testing_app.errors import NotFound
from testing_app.rule_sets import rules as judging
from testing_app.rule_sets.queries import name_of as file_name_of
from testing_app.rule_sets.queries import text_named
from testing_app.web.current import current_actor
from testing_app.web.planner_desk.difference_words import DifferenceWords
from testing_app.web.planner_desk.imagined import ASKED, evidence_of, imagined_form
from testing_app.web.planner_desk.known_sets import (
    QUESTIONS,
    get_rule_set,
    known_sets,
    languages_of,
    listed,
    placement_in_force,
    sets_in_force,
)
from testing_app.web.planner_desk.rule_set_page import RuleSetPage
from testing_app.web.planner_desk.space_picture import picture_of
from testing_app.web.planner_desk.trial import trial_of
from testing_app.web.rule_words import rows_in_words, rule_set_name
from testing_app.web.units import reading

rules = Blueprint("rules", __name__, url_prefix="/rules", template_folder="templates")


@rules.get("")
def show() -> ResponseReturnValue:
    """What is in force today for the reader, in short, and every rule set there is to read."""
    actor = current_actor()
    with reading() as session:
        in_force = sets_in_force(session, viewer=actor, on=today())
        chosen = placement_in_force(session, viewer=actor, on=today())
        known = known_sets(session, viewer=actor)
    if chosen is not None and ASKED in request.args:  # the form once stood here
        page = url_for(".read", rule_set_id=chosen.id, number=chosen.version)
        return redirect(f"{page}?{request.query_string.decode('latin-1')}")
    return render_template(
        "planner_desk/rules.html",
        in_force=in_force,
        chosen=chosen,
        rows=rows_in_words(chosen.tables["track"], chosen) if chosen else [],
        known=listed(known),
        name_of_set=rule_set_name,
    )


@rules.get("/<rule_set_id>/<int:number>")
def read(rule_set_id: str, number: int) -> ResponseReturnValue:
    """One rule set as tables, and what it says about the person imagined in the form."""
    actor = current_actor()
    with reading() as session:
        rule_set = get_rule_set(session, rule_set_id, number, viewer=current_actor())
        is_file_there = text_named(session, rule_set_id, number, viewer=actor) is not None
        known = known_sets(session, viewer=actor)
    form = imagined_form(request.args, rule_set)
    is_asked = ASKED in request.args
    is_valid = is_asked and form.validate()
    trial = trial_of(form, rule_set) if is_valid else None
    person = evidence_of(form, rule_set) if is_valid and rule_set.inputs and _is_placement(rule_set) else None
    page = render_template(
        "planner_desk/rule_set.html",
        page=RuleSetPage(rule_set, known=known, trial=trial),
        form=form,
        trial=trial,
        is_asked=is_asked,
        picture=picture_of(rule_set, person) if _is_placement(rule_set) else None,
        is_file_there=is_file_there,
        on=today(),
    )
    return page, 422 if is_asked and not is_valid else 200


@rules.get("/<rule_set_id>/<int:number>/file")
def download(rule_set_id: str, number: int) -> ResponseReturnValue:
    """The file of a shipped rule set, or of one of the reader's own organisation."""
    with reading() as session:
        rule_set = get_rule_set(session, rule_set_id, number, viewer=current_actor())
        text = text_named(session, rule_set.id, rule_set.version, viewer=current_actor())
    if text is None:
        raise NotFound("no_such_rule_set")
    name = file_name_of(rule_set.id, rule_set.version)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(text, content_type="application/toml; charset=utf-8", headers=headers)


@rules.get("/<rule_set_id>/<int:number>/differences")
def compare(rule_set_id: str, number: int) -> ResponseReturnValue:
    """What differs from another version, or from another rule set that answers the same question."""
    with reading() as session:
        after = get_rule_set(session, rule_set_id, number, viewer=current_actor())
        known = known_sets(session, viewer=current_actor())
        wanted = request.args.get("with", "")
        other_id, _at, other_number = wanted.rpartition("@")
        before = None
        if wanted:
            is_number = other_number.isascii() and other_number.isdecimal() and len(other_number) < 5
            before = get_rule_set(
                session, other_id, int(other_number) if is_number else 0, viewer=current_actor()
            )
    page = RuleSetPage(after, known=known)
    before = before or page.version_before
    found = DifferenceWords(before, after).all() if before else None
    return render_template(
        "planner_desk/rule_differences.html",
        page=page,
        before=before,
        found=found,
        name_of_set=rule_set_name,
        question=str(QUESTIONS[after.answers]),
        languages_of=languages_of,
    )


def _is_placement(rule_set: judging.RuleSet) -> bool:
    return rule_set.answers is judging.Answers.PLACEMENT
