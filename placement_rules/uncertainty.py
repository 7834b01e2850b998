"""How probable each course group is when levels are measured with error: exact sums, nothing is sampled."""

from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass
from itertools import pairwise, product
from math import erfc, fsum, inf, isfinite, prod, sqrt
from typing import Self

from placement_rules.evidence import Evidence, Mark
from placement_rules.levels import TOP_STEP, Level, Skill

LEVELS = tuple(Level.at(step) for step in range(TOP_STEP + 1))
"""The levels that are given, lowest first; the open-ended code of registers is not among them."""

CLOSE_TO_ONE = 1e-9
"""How far a sum of probabilities may lie from 1 and still be a matter of rounding."""

TOO_SMALL_TO_COUNT = 2.0**-60
"""A level less probable than this cannot change a sum near 1 in double precision, and is not tried."""

Place = Callable[[Evidence], tuple[str, str | None]]
"""Judges evidence: gives track and module."""


class InvalidChances(ValueError):
    """Numbers that are no probabilities of the levels; the text says what was given and what is expected."""


@dataclass(frozen=True, slots=True)
class LevelChances:
    """The probability of each of the 14 given levels of one skill, lowest first; raises `InvalidChances`."""

    probabilities: tuple[float, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "probabilities", tuple(float(chance) for chance in self.probabilities))
        problem = _problem_of(self.probabilities)
        if problem:
            raise InvalidChances(problem)

    @classmethod
    def of(cls, chances: Mapping[Level, float]) -> Self:
        """Probabilities by level; a level that is not named has none."""
        if not all(level.is_given for level in chances):
            raise InvalidChances("An open-ended level cannot have a probability; name levels that are given.")
        return cls(tuple(chances.get(level, 0.0) for level in LEVELS))

    @property
    def support(self) -> tuple[tuple[Level, float], ...]:
        """The levels that can be the true one, with their probabilities."""
        pairs = zip(LEVELS, self.probabilities, strict=True)
        return tuple((level, chance) for level, chance in pairs if chance > TOO_SMALL_TO_COUNT)


@dataclass(frozen=True, slots=True)
class Chance:
    """An outcome and its probability, 0 to 1."""

    track: str
    module: str | None
    probability: float


def level_chances(position: float, standard_error: float) -> LevelChances:
    """The levels of a skill measured at a position of the scale with a normal error, both in steps.

    The true position is normal around `position`; the level at step k covers k - 0.5 to k + 0.5, the lowest
    and the highest level also all that lies beyond them. Without an error the level is certain, and a
    position halfway between two levels is the lower one.
    """
    if not isfinite(position) or not isfinite(standard_error) or standard_error < 0:
        raise InvalidChances(
            "A position must be a finite number and its standard error a finite number from 0 up, "
            f"not {position} and {standard_error}."
        )
    bounds = [-inf, *(step + 0.5 - position for step in range(TOP_STEP)), inf]
    pairs = list(pairwise(bounds))
    if standard_error == 0:
        return LevelChances(tuple(float(low < 0 <= high) for low, high in pairs))
    return LevelChances(
        tuple(_normal_between(low / standard_error, high / standard_error) for low, high in pairs)
    )


def outcome_chances(
    evidence: Evidence, chances: Mapping[Skill, LevelChances], *, place: Place
) -> tuple[Chance, ...]:
    """The probability of each track and module under uncertain levels, the most probable first.

    A skill without chances is certain; a skill without a level stays without, whatever its chances. Every
    combination of possible levels is placed once and weighted by its probability.

    The errors of the four skills are taken as independent given the candidate. Where they are not (one bad
    day lowers all parts alike), the true levels lie closer together than is assumed here: outcomes that rest
    on levels far apart are then less probable than stated, a module above or below more probable.
    """
    supports = [_support_of(getattr(evidence, skill.value), chances.get(skill)) for skill in Skill]
    rest = astuple(evidence)[len(Skill) :]  # evidence begins with the four skills
    found: dict[tuple[str, str | None], list[float]] = {}
    for combination in product(*supports):
        marks, weights = zip(*combination, strict=True)
        found.setdefault(place(Evidence(*marks, *rest)), []).append(prod(weights))
    summed = [Chance(track, module, fsum(weights)) for (track, module), weights in found.items()]
    return tuple(sorted(summed, key=lambda chance: (-chance.probability, chance.track, chance.module or "")))


def is_borderline(chances: tuple[Chance, ...], *, below: float | None) -> bool:
    """Whether even the most probable outcome is less probable than the rule set asks (`None`: never)."""
    return bool(chances) and below is not None and chances[0].probability < below


def _support_of(mark: Mark, chances: LevelChances | None) -> tuple[tuple[Mark, float], ...]:
    if chances is None or not isinstance(mark, Level):
        return ((mark, 1.0),)
    return chances.support


def _problem_of(probabilities: tuple[float, ...]) -> str | None:
    if len(probabilities) != len(LEVELS):
        return f"Give one probability for each of the {len(LEVELS)} levels, not {len(probabilities)}."
    for level, chance in zip(LEVELS, probabilities, strict=True):
        if not 0 <= chance <= 1:
            return f"A probability lies between 0 and 1; {level.code} has {chance}."
    total = fsum(probabilities)
    if abs(total - 1) > CLOSE_TO_ONE:
        return f"The probabilities of the levels must sum to 1, not {total:.6g}."
    return None


def _normal_between(low: float, high: float) -> float:
    """The probability of a standard normal value between two bounds, exact in both tails."""
    if low > 0:
        low, high = -high, -low
    return (erfc(-high / sqrt(2)) - erfc(-low / sqrt(2))) / 2
