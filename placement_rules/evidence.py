"""What is known about one candidate when a placement is judged."""

from dataclasses import dataclass

from placement_rules.levels import Level, Literacy, PartState, StudyReadiness

Mark = Level | PartState
"""A skill's level, or why there is none."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The inputs of a rule set; any may be missing, except the ticks, where blank means no."""

    reading: Mark = PartState.NOT_TAKEN
    writing: Mark = PartState.NOT_TAKEN
    listening: Mark = PartState.NOT_TAKEN
    speaking: Mark = PartState.NOT_TAKEN
    literacy: Literacy | None = None
    study_readiness: StudyReadiness | None = None
    languages_studied: int | None = None
    schooling_years: int | None = None
    hard_life_situation: bool = False
    needs_basic_education: bool = False
    interview: Mark = PartState.NOT_TAKEN
    """The oral level heard in the interview: a help in choosing the battery, no part of a placement."""

    def __post_init__(self) -> None:
        if (self.languages_studied or 0) < 0 or (self.schooling_years or 0) < 0:
            raise ValueError("A count in the evidence is negative; give zero or more, or leave it missing.")
