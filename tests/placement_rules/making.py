"""Makes evidence for tests: a plain candidate to vary, and random ones."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from placement_rules import Evidence, Level, Literacy, PartState, Skill, StudyReadiness, rule_set_on

TODAY = date(2026, 3, 12)
RULES = rule_set_on(TODAY)

WITHOUT_LEVEL = [state for state in PartState if state is not PartState.TAKEN]


def evidence(**changed: Any) -> Evidence:
    """A candidate on the basic path at A1.2, with everything known, but for what is changed."""
    plain: dict[str, Any] = {
        **{skill.value: Level.A1_2 for skill in Skill},
        "literacy": Literacy.LATIN_TECHNICAL,
        "study_readiness": StudyReadiness.BASIC,
        "languages_studied": 1,
        "schooling_years": 9,
    }
    return Evidence(**{**plain, **changed})


@st.composite
def any_evidence(draw: st.DrawFn) -> Evidence:
    """Evidence of every sort; levels near each other as often as anywhere."""
    base = draw(st.integers(0, 13))
    near = st.integers(max(base - 1, 0), min(base + 2, 13)).map(Level.at)
    mark = st.one_of(near, near, near, st.sampled_from([*Level, *WITHOUT_LEVEL]))
    return Evidence(
        reading=draw(near),
        writing=draw(near),
        listening=draw(near),
        speaking=draw(mark),
        literacy=draw(st.sampled_from([None, *Literacy, Literacy.OTHER_SCRIPT, Literacy.LATIN_FLUENT])),
        study_readiness=draw(st.sampled_from([None, *StudyReadiness])),
        languages_studied=draw(st.one_of(st.none(), st.integers(0, 4))),
        schooling_years=draw(st.one_of(st.none(), st.integers(0, 20))),
        hard_life_situation=draw(st.booleans()),
        needs_basic_education=draw(st.sampled_from([False, False, False, True])),
    )
