"""How probable course groups are, as rows of a picture and as numbers that never claim too much."""

from dataclasses import dataclass

from flask_babel import format_percent
from flask_babel import gettext as _

from testing_app.rule_sets import rules
from testing_app.web.placement_words import place_in_words

SHOWN_FROM = 0.01
"""Course groups less probable than this are told together."""

PRACTICALLY_CERTAIN = 0.995
"""From here on the probability reads 100 %, and a picture of it says nothing."""


@dataclass(frozen=True)
class ChanceBar:
    """One course group with its probability: as a number, and as a width in per cent."""

    place: str
    probability: str
    width: str
    is_suggested: bool = False


def bars_of(suggestion: rules.Suggestion, rule_set: rules.RuleSet) -> list[ChanceBar]:
    """The course groups, most probable first; none when one is practically certain."""
    if not suggestion.probabilities or suggestion.probabilities[0].probability >= PRACTICALLY_CERTAIN:
        return []
    shown = [chance for chance in suggestion.probabilities if chance.probability >= SHOWN_FROM]
    bars = [
        ChanceBar(
            place_in_words(chance.track, chance.module, rule_set),
            percent(chance.probability),
            _width(chance.probability),
            is_suggested(chance, suggestion),
        )
        for chance in shown
    ]
    if len(shown) == len(suggestion.probabilities):
        return bars
    others = 1 - sum(chance.probability for chance in shown)
    return [*bars, ChanceBar(_("Other course groups"), percent(others), _width(others))]


def is_suggested(chance: rules.Chance, suggestion: rules.Suggestion) -> bool:
    """Whether this is the course group that the rules suggest."""
    return (chance.track, chance.module) == (suggestion.track, suggestion.module)


def percent(probability: float) -> str:
    """Whole per cent; what is neither nothing nor everything never reads as such."""
    if 0 < probability < SHOWN_FROM / 2:
        return str(_("under %(percent)s", percent=format_percent(SHOWN_FROM)))
    return str(format_percent(probability))


def _width(probability: float) -> str:
    return f"{100 * probability:.1f}"
