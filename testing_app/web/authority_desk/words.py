"""Languages, purposes, consent scopes and likenesses in the reader's words."""

from collections.abc import Iterable, Mapping
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from testing_app.people.candidates.duplicates import DifferentPerson, Likeness
from testing_app.people.candidates.names import sort_name
from testing_app.people.contact_languages import OTHER_LANGUAGE
from testing_app.vocabulary import AssessmentLength, ConsentScope, ReferralPurpose
from testing_app.web.words import language_word

DESK_WORDS: Mapping[StrEnum, LazyString] = {
    ReferralPurpose.FIRST_ASSESSMENT: _l("First assessment"),
    ReferralPurpose.VOCATIONAL: _l("For vocational training"),
    ReferralPurpose.RETEST: _l("Retest"),
    AssessmentLength.SHORT: _l("Short: one visit"),
    AssessmentLength.LONG: _l("Long: several visits, first an information session with an interpreter"),
    ConsentScope.INTERVIEW_NOTES: _l("Notes of the interview"),
    ConsentScope.LIFE_SITUATION: _l("Life situation"),
    ConsentScope.TRAINING_PROVIDER: _l("The result to a training provider"),
    ConsentScope.GUIDANCE_SERVICE: _l("The result to a guidance service"),
    Likeness.SAME_BIRTH_DATE_SIMILAR_NAME: _l("Same birth date, similar name"),
    Likeness.SAME_NAME_CLOSE_BIRTH_DATE: _l("Same name, birth date almost the same"),
    DifferentPerson.PAPERS_COMPARED: _l("I compared the papers"),
    DifferentPerson.PERSON_ASKED: _l("I asked the person"),
    DifferentPerson.RELATIVE_OR_NAMESAKE: _l("A relative, or another person of this name"),
}


def desk_word(member: StrEnum) -> str:
    """A member of a closed set of this desk as people say it."""
    return str(DESK_WORDS[member])


def language_choices(codes: Iterable[str], *, blank: str) -> list[SelectChoice]:
    """Languages in the reader's alphabetical order, the unnamed one last, after a blank."""
    named = {code: language_word(code) for code in codes if code != OTHER_LANGUAGE}
    ordered = sorted(named, key=lambda code: sort_name(named[code], ""))
    last = [OTHER_LANGUAGE] if OTHER_LANGUAGE in codes else []
    return [SelectChoice("", blank)] + [SelectChoice(code, language_word(code)) for code in ordered + last]
