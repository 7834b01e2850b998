"""The words of judging: level scale, skills, states of a part, literacy and study readiness."""

from enum import Enum, StrEnum
from typing import Self


class Level(Enum):
    """A level of the national code list; the value is the code as registers store it.

    `step` is the position on the scale (0-13). `yli_C1.1`, an open-ended code of registers that stop at C1.1,
    shares the position of C1.2 and is never given.
    """

    BELOW_A1_1 = "alle_A1.1", 0
    A1_1 = "A1.1", 1
    A1_2 = "A1.2", 2
    A1_3 = "A1.3", 3
    A2_1 = "A2.1", 4
    A2_2 = "A2.2", 5
    B1_1 = "B1.1", 6
    B1_2 = "B1.2", 7
    B2_1 = "B2.1", 8
    B2_2 = "B2.2", 9
    C1_1 = "C1.1", 10
    C1_2 = "C1.2", 11
    C2_1 = "C2.1", 12
    C2_2 = "C2.2", 13
    ABOVE_C1_1 = "yli_C1.1", 11

    code: str
    step: int
    __hash__ = object.__hash__  # each level is one object; by far faster than hashing its name

    def __new__(cls, code: str, step: int) -> Self:
        level = object.__new__(cls)
        level._value_ = code
        level.code = code
        level.step = step
        return level

    @classmethod
    def at(cls, step: int) -> "Level":
        """The level we give at this position (0-13)."""
        return _GIVEN[step]

    @property
    def up(self) -> "Level | None":
        """One step up, or None at the top."""
        return _GIVEN.get(self.step + 1)

    @property
    def down(self) -> "Level | None":
        """One step down, or None at the bottom."""
        return _GIVEN.get(self.step - 1)

    @property
    def is_given(self) -> bool:
        """Whether an assessor may give this level; open-ended codes only arrive from registers."""
        return self is not Level.ABOVE_C1_1

    def shown(self, language: str) -> str:
        """The level as people read it: "alle A1.1", "under A1.1", "below A1.1", "A1.1"."""
        return _OPEN_ENDED.get((self.code, language)) or self.code.replace("_", " ")


_GIVEN = {level.step: level for level in Level if level.is_given}
TOP_STEP = max(_GIVEN)
_OPEN_ENDED = {
    ("alle_A1.1", "sv"): "under A1.1",
    ("alle_A1.1", "en"): "below A1.1",
    ("yli_C1.1", "sv"): "över C1.1",
    ("yli_C1.1", "en"): "above C1.1",
}


class Skill(StrEnum):
    """The four skills, in the order they are listed everywhere."""

    READING = "reading"
    WRITING = "writing"
    LISTENING = "listening"
    SPEAKING = "speaking"


class PartState(StrEnum):
    """What became of one part of the battery; only a part that was taken can have a level."""

    TAKEN = "taken"
    NOT_TAKEN = "not_taken"
    NOT_OFFERED = "not_offered"
    SKIPPED = "skipped"
    INTERRUPTED = "interrupted"
    NOT_ASSESSABLE = "not_assessable"


class Literacy(StrEnum):
    """How a person reads, from no script to fluent Latin script."""

    NONE = "none"
    WEAK = "weak"
    OTHER_SCRIPT = "other_script"
    LATIN_SATISFACTORY = "latin_satisfactory"
    LATIN_TECHNICAL = "latin_technical"
    LATIN_FLUENT = "latin_fluent"


class StudyReadiness(StrEnum):
    """Readiness to study, from logic, mathematics and the interview; an ordered scale."""

    NEEDS_DEVELOPMENT = "needs_development"
    BASIC = "basic"
    GOOD = "good"
