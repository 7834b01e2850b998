"""Which texts each kind of letter is made of, by their English source, in the order people read them."""

from collections.abc import Mapping
from typing import Final

from testing_app.letters.words import (
    BACKGROUND,
    CRITERIA,
    EXTRAS,
    INVITATION_TITLES,
    LITERACY,
    PARTS,
    READINESS,
    RESULT_TITLES,
    RULES,
    STATES,
    TRACKS,
)
from testing_app.vocabulary import LetterKind

AT_TIME: Final = "at %(time)s"
UNTRANSLATED: Final = "We do not have this letter in your language yet. It is here in Finnish and in English."
CALLING: Final = "I am calling from %(authority)s. Am I speaking with %(name)s?"
QUESTIONS: Final = "Do you have questions?"

_EVERYWHERE = ("Hello %(name)s", "Telephone", "Your contact person", UNTRANSLATED, CALLING, QUESTIONS)
_SEAT = (AT_TIME, "When", "Where", "Room", "Map")
_CANNOT_COME = (
    "If you cannot come",
    "Call as soon as you can and tell why. We will look for a new time together.",
)
_INTERPRETER = (
    "Interpreter",
    "An interpreter will be there.",
    "No interpreter has been booked. Tell us if you need one.",
)
_BRING = (
    "What to bring",
    "An identity document with a photo: passport, identity card or residence permit card.",
    "This letter.",
    "Reading glasses, if you use them.",
)
_COURSE_GROUPS = (
    *(text for code, text in TRACKS.items() if code != "assessor-decides"),
    "Module %(number)s",
)

REMINDERS: Mapping[LetterKind, str] = {
    LetterKind.INVITATION: "Your appointment: %(when)s. Questions: %(phone)s",
    LetterKind.SEAT_CHANGED: "New time for your appointment: %(when)s. Questions: %(phone)s",
    LetterKind.SEAT_CANCELLED: "Your appointment %(when)s has been cancelled. Questions: %(phone)s",
    LetterKind.COURSE_PLACE: "We have sent you a letter. Please read it. Questions: %(phone)s",
    LetterKind.QUEUE_NOTICE: "We have sent you a letter. Please read it. Questions: %(phone)s",
    LetterKind.NO_SHOW: "We have sent you a letter. Please read it. Questions: %(phone)s",
}
"""The short text that goes by SMS or e-mail; a result has none."""

_OWN: Mapping[LetterKind, tuple[str, ...]] = {
    LetterKind.INVITATION: (
        *INVITATION_TITLES.values(),
        "Invitation to an information session",
        "We have reserved a place for you in a language test."
        " The result helps us find a course that suits you.",
        "We have reserved a place for you in an information session about the language test.",
        *_SEAT,
        *_INTERPRETER,
        "What happens in the information session",
        "We tell you what happens in the test and what the result is used for. You can ask questions.",
        "What happens in the test",
        "A language teacher talks with you first. Then you do the parts that suit you,"
        " for example reading, writing, listening and speaking.",
        "The test takes from 30 minutes to 4 hours.",
        "Your test has several visits on different days. You get a letter about each of them.",
        "This is not an entrance exam. You do not need to know Finnish or Swedish to come.",
        *_BRING,
        *_CANNOT_COME,
        "The result is sent to the employment authority that sent you to the test. You can see it too.",
    ),
    LetterKind.SEAT_CHANGED: (
        "Your appointment has a new time or place",
        "New time and place",
        *_SEAT,
        *_INTERPRETER,
        "Earlier time and place",
        "Only the new time and place are valid.",
        *_BRING,
        *_CANNOT_COME,
    ),
    LetterKind.SEAT_CANCELLED: (
        "Your appointment has been cancelled",
        "Please do not come at this time.",
        *_SEAT,
        "You keep your place in the queue. We will send you a new time.",
        "Call us if you need a new time.",
    ),
    LetterKind.COURSE_PLACE: (
        "A course place for you",
        "We have reserved a place for you on this course.",
        "Course",
        *_COURSE_GROUPS,
        "Course organiser",
        "Where",
        "Map",
        "The course is held online.",
        "Course starts",
        "Course ends",
        "Days and times",
        AT_TIME,
        "Price",
        "The course is free of charge.",
        "Course contact",
        "Call us by %(day)s and tell whether you want the place. After that it goes to the next person.",
        "Your place is confirmed. Come to the course on the first day.",
    ),
    LetterKind.QUEUE_NOTICE: (
        "You are in the queue for a course",
        "Course",
        *_COURSE_GROUPS,
        "You have waited since",
        "You do not have to do anything. We will send you a letter when there is a place for you.",
        "Your queue date stays the same even if you move or the course organiser changes.",
        "Call us if your address, telephone number or situation changes.",
    ),
    LetterKind.NO_SHOW: (
        "You did not come to your appointment",
        "You had a place at this time.",
        *_SEAT,
        "Please call us and tell why you could not come. We will look for a new time together.",
        "If this is a mistake, tell us.",
        "Nothing follows from this automatically. A person decides what happens next.",
    ),
}

_RESULT = (
    "below A1.1",
    *PARTS.values(),
    *STATES.values(),
    "%(points)s of %(maximum)s points",
    *CRITERIA.values(),
    *TRACKS.values(),
    "Module %(number)s",
    *EXTRAS.values(),
    *RULES.values(),
    *BACKGROUND.values(),
    *LITERACY.values(),
    *READINESS.values(),
    "yes",
    "no",
    *RESULT_TITLES.values(),
    "Name",
    "Candidate number",
    "Date of birth",
    "Test date",
    "Test centre",
    "Employment authority",
    "Result number",
    AT_TIME,
    "This result replaces an earlier one",
    "The earlier result %(number)s no longer holds.",
    "Why it was corrected",
    "Your skills",
    "Each skill has its own level. It is normal that the levels differ."
    " A part that was not taken has no level.",
    "Skill",
    "Profile",
    "Level",
    "Goal of integration training: %(level)s",
    "No level",
    "Other parts of the test",
    "Also taken into account",
    "Information that you did not give permission to send is left out.",
    "Recommendation",
    "The assessor's reason",
    "This is a recommendation. The employment authority decides about your course.",
    "The placement rules suggested",
    "Rules only suggest. A person has made the recommendation. Rule set %(rule_set)s, version %(version)s.",
    "Signed by",
    "Signed at",
    "If you disagree",
    "Tell the test centre or the employment authority. You can say what is wrong and ask for it to be"
    " corrected. It costs nothing. A person reads your message and answers you.",
    "Is this result genuine?",
    "Open this address and choose this file:",
    "The result and its electronic signature are attached to this file. A printed copy cannot be checked.",
    UNTRANSLATED,
    "The translation of some names and reasons is missing. They are here in Finnish and in English.",
)


def messages_of(kind: LetterKind) -> tuple[str, ...]:
    """The texts of this kind of letter, its call and its reminder, each once."""
    if kind is LetterKind.RESULT:
        return tuple(dict.fromkeys(_RESULT))
    own = _OWN[kind]
    return tuple(dict.fromkeys((own[0], *_EVERYWHERE, *own[1:], REMINDERS[kind])))


def all_messages() -> tuple[str, ...]:
    """Every text of every kind of letter, each once."""
    return tuple(dict.fromkeys(message for kind in LetterKind for message in messages_of(kind)))
