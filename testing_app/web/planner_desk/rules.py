"""The rule set in force, in words, for everybody who signs in; and an imagined person to try it on."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from testing_app.clock import today
from testing_app.rule_sets import rules as judging
from testing_app.vocabulary import TestedLanguage
from testing_app.web.placement_words import rule_set_in_force
from testing_app.web.planner_desk.trial import ImaginedForm, trial_of
from testing_app.web.rule_words import modules_in_words, rows_in_words

rules = Blueprint("rules", __name__, url_prefix="/rules", template_folder="templates")


@rules.get("")
def show() -> ResponseReturnValue:
    """The rules from the top, and what they suggest for the person imagined in the form."""
    rule_set = rule_set_in_force(today(), TestedLanguage.FINNISH.value)
    if rule_set is None:
        return render_template("planner_desk/no_rules.html")
    form = ImaginedForm(request.args, rule_set=rule_set)
    is_asked = "try" in request.args
    is_valid = is_asked and form.validate()
    trial = trial_of(form.evidence(judging.evidence_from), rule_set) if is_valid else None
    page = render_template(
        "planner_desk/rules.html",
        rule_set=rule_set,
        rows=rows_in_words(rule_set.tables["track"], rule_set),
        bands=modules_in_words(rule_set),
        form=form,
        trial=trial,
    )
    return page, 200 if trial or not is_asked else 422
