"""The data-transfer form on paper, to be ticked and signed with a pen; no identity code stands on it."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from testing_app.letters.engine import render
from testing_app.letters.languages import name_in_english
from testing_app.letters.pages import fill
from testing_app.letters.texts import isolate
from testing_app.people.consent_form import ShownForm


@dataclass(frozen=True, kw_only=True)
class PaperFacts:
    """Whose form it is and who gives it out."""

    candidate: str
    number: str
    organisation: str
    printed_on: datetime


def consent_pdf(form: ShownForm, facts: PaperFacts) -> bytes:
    """The form as a tagged PDF, a sheet in each language."""
    html = consent_html(form, facts)
    identifier = hashlib.sha256(html.encode("utf-8")).hexdigest()[:32]
    return render(html, style="letter.css", identifier=identifier, made_at=facts.printed_on)


def consent_html(form: ShownForm, facts: PaperFacts) -> str:
    """The HTML that becomes the PDF."""
    return fill(
        "consent.html",
        texts=form.texts,
        facts=facts,
        untranslated=name_in_english(form.untranslated),
        isolate=isolate,
        printed_on=facts.printed_on.strftime("%Y-%m-%dT%H:%M:%SZ"),
    )
