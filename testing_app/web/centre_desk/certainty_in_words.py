"""How sure a suggestion is, in the reader's words: how probable each course group is, and by what skills."""

from collections.abc import Sequence
from dataclasses import dataclass

from testing_app.placements.suggesting import Suggested
from testing_app.vocabulary import SKILL_PARTS
from testing_app.web.chance_words import ChanceBar, bars_of, is_suggested, percent
from testing_app.web.words import word


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
        bars=bars_of(suggestion, rule_set),
        is_borderline=suggestion.is_borderline,
        is_suggested_best=is_suggested(best, suggestion),
        below=percent(rule_set.borderline_below or 0),
        measured=[word(part) for part in SKILL_PARTS if part in suggested.uncertain],
        taken_as_certain=[word(part) for part in certain],
    )
