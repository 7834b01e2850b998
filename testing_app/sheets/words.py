"""What the words in the cells of a test-day sheet mean; an unknown word is a problem, never a guess."""

import re
import unicodedata
from collections.abc import Callable
from typing import Final, TypeVar

from testing_app.rule_sets.rules import Level, Literacy, PartState, StudyReadiness
from testing_app.sheets.columns import SKILL_COLUMNS, TICK_COLUMNS, Column

Meaning = TypeVar("Meaning")
Value = Level | PartState | Literacy | StudyReadiness | int | None


class Unreadable:
    """Stands for a cell whose word is not known."""


UNREADABLE: Final = Unreadable()

MOST = {Column.SCHOOLING_YEARS: 40, Column.LANGUAGES_STUDIED: 30}
"""Counts above these are taken for slips of the keyboard."""

_STATES = {
    PartState.NOT_TAKEN: (
        "not taken|not done|ei tehty|ei suoritettu|inte gjord|inte gjort|ej gjord|ej gjort"
        "|inte tagen|ej tagen|inte genomförd|inte genomfört|ej genomförd|ej genomfört"
        "|inte avlagd|inte avlagt|ej avlagd|ej avlagt"
    ),
    PartState.NOT_OFFERED: (
        "not offered|ei tarjottu|inte erbjuden|ej erbjuden|inte erbjudet|ej erbjudet"
        "|inte erbjudits|ej erbjudits|inte erbjudna|ej erbjudna|erbjöds inte|erbjöds ej"
        "|erbjuds inte|erbjuds ej"
    ),
    PartState.SKIPPED: (
        "skipped|ohitettu|ohitettiin|överhoppad|överhoppat|hoppades över|hoppats över|hoppad över|hoppat över"
    ),
    PartState.INTERRUPTED: (
        "interrupted|keskeytyi|keskeytetty|keskeytynyt|avbruten|avbrutet|avbröts|avbrutits"
    ),
    PartState.NOT_ASSESSABLE: (
        "not assessable|cannot be assessed|can not be assessed|could not be assessed|can't be assessed"
        "|ei arvioitavissa|eva|ei arvioitavissa (eva)|ei voida arvioida|ei voi arvioida|ei voitu arvioida"
        "|kan inte bedömas|kan ej bedömas|kunde inte bedömas|kunde ej bedömas|inte bedömbar|ej bedömbar"
        "|inte bedömbart|ej bedömbart|går inte att bedöma|går ej att bedöma"
    ),
}
_LITERACY = {
    Literacy.NONE: "none|primäärilukutaidoton|primär analfabet|reads no script",
    Literacy.WEAK: "weak|limited, unpractised skill in some script|semilukutaitoinen|semiläskunnig",
    Literacy.OTHER_SCRIPT: (
        "other script|another script|another writing system|reads another script|reads another writing system"
        "|reads another writing system fluently|sekundäärilukutaitoinen|annat skriftsystem"
    ),
    Literacy.LATIN_SATISFACTORY: (
        "latin satisfactory|satisfactory|latin script, slow|latin script slow"
        "|tyydyttävä|tyydyttävä tekninen lukutaito|tyydyttävä lukutaito"
        "|nöjaktig|nöjaktig läskunnighet|nöjaktig teknisk läskunnighet"
    ),
    Literacy.LATIN_TECHNICAL: (
        "latin technical|technical|technical literacy|latin script, technical|latin script technical"
        "|latin script, technical literacy|latin script technical literacy"
        "|tekninen|tekninen lukutaito|teknisk|teknisk läskunnighet"
    ),
    Literacy.LATIN_FLUENT: (
        "latin fluent|fluent|latin script, fluent|latin script fluent"
        "|sujuva|sujuva lukutaito|flytande|flytande läskunnighet"
    ),
}
_READINESS = {
    StudyReadiness.NEEDS_DEVELOPMENT: "needs development|kehitettävä|behöver utvecklas",
    StudyReadiness.BASIC: "basic|perus|grundläggande",
    StudyReadiness.GOOD: "good|hyvä|hyvät|goda|god",
}
_TICKS = {
    True: "x|✓|✔|☑|√|yes|y|kyllä|k|ja|j|true|tosi|sant|1|1.0|1,0",
    False: "no|n|ei|e|nej|false|epätosi|falskt|0|0.0|0,0",
}

DASHES = " -–—−‐‑"
"""Signs that stand for nothing when a cell holds nothing else."""

_LEVEL = re.compile(r"([abc][12])\.?([123])")
_BELOW = re.compile(r"0(?:\.0+)?|(?:alle|under|below|<)a1(?:\.?1)?")
_ABOVE = re.compile(r"(?:yli|över|above|>)c1\.?1")
_BETWEEN_LETTERS = re.compile(r"(?<=\w)(?: ?[-‐‑] ?| )(?=\w)")
_BY_CODE = {level.code: level for level in Level}


def _plain(text: str) -> str:
    """The words of a cell: composed, caseless, single spaces, no underscores and no full stop at the end.

    Wide signs and fixed spaces become plain ones; raised digits do not, for they may point to a footnote.
    Nothing is left of a cell that holds only dashes.
    """
    even = "".join(map(_even, unicodedata.normalize("NFC", text)))
    words = " ".join(even.casefold().replace("_", " ").split()).removesuffix(".")
    return words if words.strip(DASHES) else ""


def _even(sign: str) -> str:
    if unicodedata.category(sign) == "Cf":  # signs without width, such as marks of direction
        return ""
    even = unicodedata.decomposition(sign).startswith(("<wide>", "<narrow>", "<noBreak>"))
    return unicodedata.normalize("NFKC", sign) if even else sign


def _joined(words: str) -> str:
    """Words without the spaces and hyphens inside them, which people set as they like."""
    return _BETWEEN_LETTERS.sub("", words)


def _book(meanings: dict[Meaning, str]) -> dict[str, Meaning]:
    return {_joined(word): meaning for meaning, words in meanings.items() for word in words.split("|")}


def level_of(text: str) -> Level | PartState | Unreadable:
    """A level in any of its obvious spellings, or the state of a part without one."""
    words = _plain(text)
    if not words:
        return PartState.NOT_TAKEN
    state = _STATE_WORDS.get(_joined(words))
    if state is not None:
        return state
    tight = words.replace(" ", "").replace(",", ".")
    if _BELOW.fullmatch(tight):
        return Level.BELOW_A1_1
    if _ABOVE.fullmatch(tight):
        return Level.ABOVE_C1_1
    found = _LEVEL.fullmatch(tight)
    return _BY_CODE.get(".".join(found.groups()).upper(), UNREADABLE) if found else UNREADABLE


def literacy_of(text: str) -> Literacy | Unreadable | None:
    """A literacy term; blank, or the state of a part that was not taken, is missing."""
    words = _plain(text)
    if not words or _joined(words) in _STATE_WORDS:
        return None
    return _LITERACY_WORDS.get(_joined(words), UNREADABLE)


def readiness_of(text: str) -> StudyReadiness | Unreadable | None:
    """A study readiness term; blank, or the state of a part that was not taken, is missing."""
    words = _plain(text)
    if not words or _joined(words) in _STATE_WORDS:
        return None
    return _READINESS_WORDS.get(_joined(words), UNREADABLE)


def tick_of(text: str) -> bool | Unreadable:
    """A tick; blank means no."""
    words = _plain(text)
    return _TICK_WORDS.get(words, UNREADABLE) if words else False


def count_up_to(most: int) -> Callable[[str], int | Unreadable | None]:
    """A reader of whole numbers from 0 to `most`; blank is missing."""

    def count_of(text: str) -> int | Unreadable | None:
        words = _plain(text)
        if not words:
            return None
        number = re.fullmatch(r"([0-9]{1,4})(?:[.,]0+)?", words)
        return int(number[1]) if number and int(number[1]) <= most else UNREADABLE

    return count_of


def reader_of(column: Column) -> Callable[[str], Value | Unreadable]:
    """The function that reads the cells of this column."""
    if column in SKILL_COLUMNS:
        return level_of
    if column in TICK_COLUMNS:
        return tick_of
    if column in MOST:
        return count_up_to(MOST[column])
    return literacy_of if column is Column.LITERACY else readiness_of


_STATE_WORDS = _book(_STATES)
_LITERACY_WORDS = _book(_LITERACY)
_READINESS_WORDS = _book(_READINESS)
_TICK_WORDS = _book(_TICKS)
