"""How sure a suggestion is, in the reader's words: how probable each course group is, and by what skills."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import format_percent
from flask_babel import gettext as _

from testing_app.placements.suggesting import Suggested
from testing_app.rule_sets import rules
from testing_app.vocabulary import SKILL_PARTS
from testing_app.web.placement_words import place_in_words
from testing_app.web.words import word

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


@dataclass(frozen=True, kw_only=True)
class CertaintyInWords:
    """The probabilities of a suggestion as the page says them; no bars when one is practically certain.

    `below` is the probability that the rule set asks of the most probable course group.
    """

    bars: Sequence[ChanceBar]
    is_borderline: bool
    is_suggested_best: bool
    below: str
    measured: Sequence[str]
    taken_as_certain: Sequence[str]


def certainty_in_words(suggested: Suggested) -> CertaintyInWords | None:
    """How sure the suggestion is; `None` when no error is known, or when it waits for what is missing."""
    suggestion, rule_set = suggested.suggestion, suggested.rule_set
    if not suggestion.probabilities or suggestion.missing:
        return None
    best = suggestion.probabilities[0]
    certain = [
        part
        for part in SKILL_PARTS
        if part not in suggested.uncertain and suggested.evidence[part.value]["level"] is not None
    ]
    return CertaintyInWords(
        bars=[] if best.probability >= PRACTICALLY_CERTAIN else _bars(suggestion, rule_set),
        is_borderline=suggestion.is_borderline,
        is_suggested_best=_is_suggested(best, suggestion),
        below=_percent(rule_set.borderline_below or 0),
        measured=[word(part) for part in SKILL_PARTS if part in suggested.uncertain],
        taken_as_certain=[word(part) for part in certain],
    )


def _bars(suggestion: rules.Suggestion, rule_set: rules.RuleSet) -> list[ChanceBar]:
    shown = [chance for chance in suggestion.probabilities if chance.probability >= SHOWN_FROM]
    bars = [
        ChanceBar(
            place_in_words(chance.track, chance.module, rule_set),
            _percent(chance.probability),
            _width(chance.probability),
            _is_suggested(chance, suggestion),
        )
        for chance in shown
    ]
    if len(shown) == len(suggestion.probabilities):
        return bars
    others = 1 - sum(chance.probability for chance in shown)
    return [*bars, ChanceBar(_("Other course groups"), _percent(others), _width(others))]


def _is_suggested(chance: rules.Chance, suggestion: rules.Suggestion) -> bool:
    return (chance.track, chance.module) == (suggestion.track, suggestion.module)


def _percent(probability: float) -> str:
    """Whole per cent; what is neither nothing nor everything never reads as such."""
    if 0 < probability < SHOWN_FROM / 2:
        return str(_("under %(percent)s", percent=format_percent(SHOWN_FROM)))
    return str(format_percent(probability))


def _width(probability: float) -> str:
    return f"{100 * probability:.1f}"
