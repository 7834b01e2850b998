"""Applications in the reader's words: what was answered, which length is suggested and why, how one ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from testing_app.applications.length import Because
from testing_app.vocabulary import (
    ApplicationClosing,
    ApplicationState,
    AssessmentLength,
    EarlierStudies,
    ScriptsRead,
)

STUDIES_WORDS: Mapping[EarlierStudies, LazyString] = {
    EarlierStudies.NONE: _l("Not at all"),
    EarlierStudies.UNDER_SIX_MONTHS: _l("Less than half a year"),
    EarlierStudies.UNDER_A_YEAR: _l("From half a year to a year"),
    EarlierStudies.A_YEAR_OR_MORE: _l("A year or more"),
}
"""Apart from the others: members of two sets that share a code are one key."""

APPLICATION_WORDS: Mapping[StrEnum, LazyString] = {
    ScriptsRead.NONE: _l("I do not read"),
    ScriptsRead.LITTLE: _l("I read a little"),
    ScriptsRead.OTHER_SCRIPT: _l("I read well, but not the Latin alphabet (a b c)"),
    ScriptsRead.LATIN: _l("I read well the Latin alphabet (a b c)"),
    AssessmentLength.SHORT: _l("Short assessment: one visit"),
    AssessmentLength.LONG: _l("Long assessment: several visits, first an interpreted information session"),
    Because.READS_LITTLE: _l("The applicant reads no script, or only a little."),
    Because.LITTLE_SCHOOLING: _l("The applicant has gone to school for a few years only."),
    Because.NEW_TO_LATIN_SCRIPT: _l("The applicant reads another script and has not studied the language."),
    Because.SCHOOLING_UNKNOWN: _l("Nothing asks for the long one, but the years of school are not known."),
    Because.READS_AND_HAS_STUDIED: _l("Reading and years of school suggest that one visit is enough."),
    ApplicationState.NEW: _l("Waiting"),
    ApplicationState.REFERRED: _l("Referred"),
    ApplicationState.CLOSED: _l("Closed"),
    ApplicationClosing.ALREADY_TESTED: _l("Tested a short time ago"),
    ApplicationClosing.NOT_REACHED: _l("Not reached"),
    ApplicationClosing.WITHDRAWN: _l("The applicant does not want the test any more"),
    ApplicationClosing.OTHER_SERVICE: _l("Another service is right for this person"),
    ApplicationClosing.DUPLICATE: _l("The same person has applied already"),
    ApplicationClosing.NOT_GENUINE: _l("Not a genuine application"),
}


@dataclass(frozen=True)
class LengthInWords:
    """The suggested length and its reasons as sentences."""

    length: str
    reasons: Sequence[str]


def application_word(member: StrEnum) -> str:
    """A member of a closed set of applications as people say it."""
    if isinstance(member, EarlierStudies):
        return str(STUDIES_WORDS[member])
    return str(APPLICATION_WORDS[member])


def length_in_words(application: Any) -> LengthInWords:
    """What the answers of a stored application suggested on the day it was written."""
    reasons = [application_word(Because(code)) for code in application.suggested_because]
    return LengthInWords(application_word(application.suggested_length), reasons)
