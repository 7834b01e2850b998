"""The words of the field for training providers, in short: course groups, literacy, study readiness."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from testing_app.clock import today
from testing_app.rule_sets.rules import RuleSet
from testing_app.vocabulary import Literacy, StudyReadiness, TestedLanguage
from testing_app.web.placement_words import name_of, rule_set_in_force
from testing_app.web.rule_words import modules_in_words
from testing_app.web.words import word

glossary = Blueprint("glossary", __name__, url_prefix="/provider/words", template_folder="templates")


@glossary.get("")
def show() -> ResponseReturnValue:
    """Which course groups there are, who is suggested them, and what the words mean."""
    rule_set = rule_set_in_force(today(), TestedLanguage.FINNISH.value)
    return render_template(
        "provider_desk/glossary.html",
        tracks=_tracks(rule_set) if rule_set else [],
        bands=modules_in_words(rule_set) if rule_set else [],
        literacy=[word(each) for each in Literacy],
        readiness=[word(each) for each in StudyReadiness],
    )


def _tracks(rule_set: RuleSet) -> list[tuple[str, str]]:
    meanings = {
        "literacy-1": _("For people who read no script. Groups of their own, about twelve people."),
        "literacy-2": _("For people whose reading is weak or unpractised. Groups of their own."),
        "adult-basic-education": _("For people who need basic education and its certificate."),
        "integration-slow": _("For people who need more time: slow reading of Latin script, study skills to develop, or a hard life situation."),  # noqa: E501
        "integration-basic": _("For people with basic study skills. The most common path."),
        "integration-fast": _("For people who read fluently, study on their own and have studied a foreign language."),  # noqa: E501
        "beyond-integration": _("For people whose four skills reach B1.1: vocational training, work, further studies."),  # noqa: E501
        "assessor-decides": _("The rules suggest nothing; the assessor recommends on their own judgement."),
    }  # fmt: skip
    return [(name_of(track, rule_set), meanings.get(track, "")) for track in rule_set.tracks]
