"""Draws a letter of any kind but the result: `draw_letter(facts, words)`.

`facts` is one of the dataclasses of `letters.facts`; `words` comes from `wording.queries.words_for(session,
facts.kind)`, is plain data, and may travel to another process. A result is drawn by `results.letter`.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import partial

from markupsafe import Markup

from testing_app.letters.engine import missing_glyphs, render
from testing_app.letters.facts import (
    CoursePlaceFacts,
    InvitationFacts,
    LetterFacts,
    QueueNoticeFacts,
)
from testing_app.letters.languages import languages_for, name_in_english
from testing_app.letters.own_names import OwnNames
from testing_app.letters.pages import fill
from testing_app.letters.texts import Texts, isolate, numbers, texts_of, written
from testing_app.letters.words import INVITATION_TITLES, course_group, names_course_group
from testing_app.vocabulary import LetterKind, OccasionKind
from testing_app.wording.letter_words import LetterWords

TITLES: Mapping[LetterKind, str] = {
    LetterKind.SEAT_CHANGED: "Your appointment has a new time or place",
    LetterKind.SEAT_CANCELLED: "Your appointment has been cancelled",
    LetterKind.COURSE_PLACE: "A course place for you",
    LetterKind.QUEUE_NOTICE: "You are in the queue for a course",
    LetterKind.NO_SHOW: "You did not come to your appointment",
}


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A finished letter, and what whoever prints it must know about it.

    `untranslated` is the contact language that the letter could not be written in; `missing_glyphs` are
    characters of the facts that no font could draw; `wordings` maps each language to the number of the
    version of its texts, 0 for those shipped.
    """

    pdf: bytes
    languages: tuple[str, ...]
    untranslated: str | None
    missing_glyphs: str
    wordings: Mapping[str, int]


def draw_letter(facts: LetterFacts, words: LetterWords) -> Letter:
    """The letter in Finnish and the contact language, as one PDF."""
    languages = languages_for(facts.contact_language, words)
    html = letter_html(facts, words)
    pdf = render(
        html,
        style="letter.css",
        identifier=hashlib.sha256(html.encode("utf-8")).hexdigest()[:32],
        made_at=facts.printed_on,
    )
    return Letter(
        pdf=pdf,
        languages=languages.codes,
        untranslated=languages.untranslated,
        missing_glyphs=missing_glyphs(written_by_people(facts)),
        wordings={code: words.numbers.get(code, 0) for code in languages.codes},
    )


def letter_html(facts: LetterFacts, words: LetterWords) -> str:
    """The HTML that becomes the PDF."""
    languages = languages_for(facts.contact_language, words)
    sections = [texts_of(code, words) for code in languages.codes]
    return fill(
        f"{facts.kind}.html",
        facts=facts,
        sections=sections,
        titles={t.language: t.plain(_title(facts)) for t in sections},
        course_name=_course_name(facts),
        untranslated=name_in_english(languages.untranslated),
        isolate=isolate,
        numbers=numbers,
        written=written,
        printed_on=facts.printed_on.strftime("%Y-%m-%dT%H:%M:%SZ"),
    )


def written_by_people(facts: object) -> str:
    """Every text of the facts that somebody typed."""
    return " ".join(_texts_in(facts))


def _texts_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield str(value)
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts_in(part)
    elif is_dataclass(value) and not isinstance(value, OwnNames):
        for field in fields(value):
            yield from _texts_in(getattr(value, field.name))


def _title(facts: LetterFacts) -> str:
    if not isinstance(facts, InvitationFacts):
        return TITLES[facts.kind]
    if facts.seat.occasion_kind is OccasionKind.INFORMATION_SESSION:
        return "Invitation to an information session"
    return INVITATION_TITLES[facts.language_tested]


def _course_name(facts: LetterFacts) -> Callable[[Texts], Markup]:
    """What the letter calls the course: words of the letters or names of the rule set, never a code."""
    if isinstance(facts, CoursePlaceFacts):
        course = facts.course
        return partial(_named, track=course.track, module=course.module, names=course.names)
    if isinstance(facts, QueueNoticeFacts):
        return partial(_named, track=facts.track, module=facts.module, names=facts.names)
    return lambda _: Markup()


def _named(t: Texts, *, track: str, module: str | None, names: OwnNames) -> Markup:
    if not _has_name(track, names):
        return Markup()
    named = module if module and _has_name(module, names) else None
    return course_group(track, named, (), names=names, texts=t)


def _has_name(code: str, names: OwnNames) -> bool:
    """Whether a person can be told what course this is; `assessor-decides` is none."""
    if code == "assessor-decides":
        return False
    return names_course_group(code) or code in names.course_groups
