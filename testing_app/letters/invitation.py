"""The invitation to a test: when, where, what happens, what to bring, whom to call."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, time

from testing_app.letters.engine import missing_glyphs, render
from testing_app.letters.languages import languages_for, name_in_english
from testing_app.letters.pages import fill
from testing_app.letters.texts import isolate, numbers, texts
from testing_app.letters.words import INVITATION_TITLES
from testing_app.vocabulary import TestedLanguage


@dataclass(frozen=True, kw_only=True)
class InvitationFacts:
    """What an invitation says; never an identity code."""

    candidate_name: str
    postal_address: tuple[str, ...]
    language_tested: TestedLanguage
    on: date
    starts: time
    ends: time | None
    centre_name: str
    centre_address: str
    centre_phone: str
    room: str
    interpreter: bool
    authority_name: str
    contact_name: str
    contact_phone: str
    contact_language: str
    printed_on: datetime


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A finished letter, and what whoever prints it must know about it."""

    pdf: bytes
    languages: tuple[str, ...]
    untranslated: str | None  # the contact language that the letter could not be written in
    missing_glyphs: str  # characters of the facts that no font could draw


def invitation_pdf(facts: InvitationFacts) -> Letter:
    """The invitation in Finnish and the contact language, as one PDF."""
    languages = languages_for(facts.contact_language)
    html = invitation_html(facts)
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
        missing_glyphs=missing_glyphs(_written(facts)),
    )


def invitation_html(facts: InvitationFacts) -> str:
    """The HTML that becomes the PDF."""
    languages = languages_for(facts.contact_language)
    sections = [texts(code) for code in languages.codes]
    return fill(
        "invitation.html",
        facts=facts,
        sections=sections,
        titles={t.language: t.plain(INVITATION_TITLES[facts.language_tested]) for t in sections},
        untranslated=name_in_english(languages.untranslated),
        isolate=isolate,
        numbers=numbers,
        printed_on=facts.printed_on.strftime("%Y-%m-%dT%H:%M:%SZ"),
    )


def _written(facts: InvitationFacts) -> str:
    return " ".join(
        (
            facts.candidate_name,
            *facts.postal_address,
            facts.centre_name,
            facts.centre_address,
            facts.room,
            facts.authority_name,
            facts.contact_name,
        )
    )
