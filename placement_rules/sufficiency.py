"""Whether language skills are enough for a vocational field: skill by skill, never one yes or no."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from placement_rules.evidence import Mark
from placement_rules.inputs import SKILLS
from placement_rules.levels import Level
from placement_rules.rule_set import Requirement


class Enough(StrEnum):
    """How a skill stands to what the field asks; without a level nothing is said about it."""

    ENOUGH = "enough"
    ONE_STEP_SHORT = "one_step_short"
    CLEARLY_SHORT = "clearly_short"
    NO_LEVEL = "no_level"


@dataclass(frozen=True, slots=True)
class SkillVerdict:
    """One skill beside the field's requirement; `short_by` counts steps of the scale, 0 when it is enough."""

    skill: str
    level: Level | None
    required: Level
    enough: Enough
    short_by: int = 0


def sufficiency(levels: Mapping[str, Mark | None], requirement: Requirement) -> tuple[SkillVerdict, ...]:
    """A verdict for each of the four skills, in their usual order."""
    return tuple(_verdict(skill, levels.get(skill), requirement.levels[skill]) for skill in SKILLS)


def _verdict(skill: str, mark: Mark | None, required: Level) -> SkillVerdict:
    if not isinstance(mark, Level):
        return SkillVerdict(skill, None, required, Enough.NO_LEVEL)
    short_by = max(required.step - mark.step, 0)
    steps = (Enough.ENOUGH, Enough.ONE_STEP_SHORT, Enough.CLEARLY_SHORT)
    return SkillVerdict(skill, mark, required, steps[min(short_by, 2)], short_by)
