"""How inputs are recorded about a candidate: what a rule set may declare of them."""

from placement_rules.evidence import Evidence
from placement_rules.inputs import SKILLS, Input, Kind
from placement_rules.levels import Literacy, StudyReadiness
from placement_rules.rule_set import Answers

_CODES = {
    "literacy": tuple(code.value for code in Literacy),
    "study_readiness": tuple(code.value for code in StudyReadiness),
}
_VALIDITY_INPUTS = {"days_since_test": Kind.INTEGER, "course_since": Kind.BOOLEAN}


def fits(given: Input, answers: Answers | None) -> bool:
    """Whether an input is recorded under this name, with this kind and these values."""
    name, kind = given.name, given.kind
    if answers is Answers.VALIDITY:
        return _VALIDITY_INPUTS.get(name) is kind
    if name not in Evidence.__dataclass_fields__ or (name == "interview" and answers is not Answers.BATTERY):
        return False
    if name in SKILLS or name == "interview":
        return kind is Kind.LEVEL
    if name in _CODES:
        if kind is Kind.SCALE:
            return given.values == _CODES[name]
        return kind is Kind.CATEGORY and sorted(given.values) == sorted(_CODES[name])
    return kind is (Kind.BOOLEAN if Evidence.__annotations__[name] is bool else Kind.INTEGER)
