"""What the rules say about a sitting, in the reader's words: group, reasons, what is near or missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import url_for
from flask_babel import gettext as _

from testing_app.placements.suggesting import Suggested
from testing_app.rule_sets import rules
from testing_app.vocabulary import SKILL_PARTS
from testing_app.web.layout import current_language
from testing_app.web.placement_words import change_in_words, place_in_words

NEAREST = 5


@dataclass(frozen=True)
class MissingInput:
    """An input that nobody entered, and where to enter it."""

    name: str
    url: str


@dataclass(frozen=True)
class SuggestionInWords:
    """A suggestion as the page says it."""

    is_left_to_assessor: bool
    place: str
    reasons: Sequence[str]
    changes: Sequence[str]
    more_changes: Sequence[str]
    missing: Sequence[MissingInput]
    rule_set: str
    rule: str


def suggestion_in_words(suggested: Suggested, sitting_id: UUID) -> SuggestionInWords:
    """The suggestion in the language of the page, its nearest changes first."""
    suggestion, rule_set = suggested.suggestion, suggested.rule_set
    changes = [
        change_in_words(change, rule_set) for change in rules.nearest_first(suggestion.changes, rule_set)
    ]
    return SuggestionInWords(
        is_left_to_assessor=suggestion.track == rule_set.undecided_track,
        place=place_in_words(suggestion.track, suggestion.module, rule_set, extras=suggestion.extras),
        reasons=[rule_set.reason_text(reason, current_language()) for reason in suggestion.reasons],
        changes=changes[:NEAREST],
        more_changes=changes[NEAREST:],
        missing=[_missing(name, rule_set, sitting_id) for name in suggestion.missing],
        rule_set=_("%(id)s, version %(version)s", id=rule_set.id, version=rule_set.version),
        rule=suggestion.rule,
    )


def _missing(name: str, rule_set: rules.RuleSet, sitting_id: UUID) -> MissingInput:
    field = f"{name}-state" if name in SKILL_PARTS else f"background-{name}"
    return MissingInput(
        name=rule_set.label(name, current_language()),
        url=url_for("battery.show", sitting_id=sitting_id, _anchor=field),
    )
