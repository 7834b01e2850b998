"""The closed sets of the advice register in the reader's words."""

from collections.abc import Mapping
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from testing_app.advice.topics import topic_name
from testing_app.vocabulary import AgeBand, DirectedTo, Stay, VisitReason
from testing_app.web.languages import choose

AGE_BANDS: Mapping[StrEnum, LazyString] = {
    AgeBand.UNDER_18: _l("under 18"),
    AgeBand.FROM_18: _l("18–24"),
    AgeBand.FROM_25: _l("25–34"),
    AgeBand.FROM_35: _l("35–44"),
    AgeBand.FROM_45: _l("45–54"),
    AgeBand.FROM_55: _l("55–64"),
    AgeBand.FROM_65: _l("65 or more"),
    AgeBand.UNKNOWN: _l("not known"),
}
STAYS: Mapping[StrEnum, LazyString] = {
    Stay.UNDER_A_YEAR: _l("under a year"),
    Stay.FROM_ONE: _l("1–3 years"),
    Stay.FROM_THREE: _l("3–5 years"),
    Stay.FIVE_OR_MORE: _l("5 years or more"),
    Stay.NOT_YET: _l("has not moved yet"),
    Stay.UNKNOWN: _l("not known"),
}
REASONS: Mapping[StrEnum, LazyString] = {
    VisitReason.OWN_MATTER: _l("Own matter"),
    VisitReason.FAMILY_MEMBER: _l("Matter of a family member"),
    VisitReason.AS_EMPLOYER: _l("As an employer"),
    VisitReason.AS_AUTHORITY: _l("As an authority or association"),
    VisitReason.OTHER: _l("Other"),
}
DIRECTIONS: Mapping[StrEnum, LazyString] = {
    DirectedTo.NOWHERE: _l("Nowhere: settled here"),
    DirectedTo.EMPLOYMENT_AUTHORITY: _l("Employment authority"),
    DirectedTo.LANGUAGE_TEST: _l("Language test"),
    DirectedTo.TRAINING_PROVIDER: _l("Training provider"),
    DirectedTo.SOCIAL_SERVICES: _l("Social services"),
    DirectedTo.KELA: _l("Kela"),
    DirectedTo.MIGRI: _l("Immigration Service"),
    DirectedTo.HEALTH_CARE: _l("Health care"),
    DirectedTo.ASSOCIATION: _l("Association"),
    DirectedTo.OTHER: _l("Other"),
}


def topic_word(code: str) -> str:
    """A topic of the register in the reader's language."""
    return topic_name(code, choose())
