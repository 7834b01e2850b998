"""Which texts of letters are in use: one cell for each kind and language."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import LazyString

from testing_app.letters.languages import LETTER_LANGUAGES, is_written
from testing_app.letters.shipped import shipped_messages
from testing_app.people.contact_languages import APPROVED_AS_SHIPPED
from testing_app.vocabulary import LetterKind, WordingState
from testing_app.web.administration.wording_words import (
    AS_SHIPPED,
    INCOMPLETE,
    SHIPPED_DRAFT,
    STATE_BADGES,
    STATE_WORDS,
)
from testing_app.web.units import Session
from testing_app.wording import queries


@dataclass(frozen=True)
class OverviewCell:
    """What is in use (badge and word), and the version that is on its way, if any."""

    badge: str
    label: LazyString
    in_use: bool
    coming_badge: str = ""
    coming: LazyString | None = None


def overview(session: Session) -> Mapping[str, Mapping[LetterKind, OverviewCell]]:
    """By language and kind."""
    states = queries.states(session)
    words = {kind: queries.words_for(session, kind) for kind in LetterKind}
    return {
        language: {
            kind: _cell(kind, language, states.get((kind, language), []), is_written(language, words[kind]))
            for kind in LetterKind
        }
        for language in LETTER_LANGUAGES
    }


def _cell(kind: LetterKind, language: str, states: list[WordingState], in_use: bool) -> OverviewCell:
    coming = next((state for state in states if state is not WordingState.APPROVED), None)
    badge, label = _now(kind, language, WordingState.APPROVED in states, in_use)
    if coming is None:
        return OverviewCell(badge, label, in_use)
    return OverviewCell(badge, label, in_use, STATE_BADGES[coming], STATE_WORDS[coming])


def _now(kind: LetterKind, language: str, has_approved: bool, in_use: bool) -> tuple[str, LazyString]:
    if has_approved and in_use:
        return "good", STATE_WORDS[WordingState.APPROVED]
    if language in APPROVED_AS_SHIPPED:
        return "good", AS_SHIPPED
    if has_approved or not all(shipped_messages(kind, language).values()):
        return "bad", INCOMPLETE
    return "warn", SHIPPED_DRAFT
