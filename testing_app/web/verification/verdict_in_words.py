"""What a checked file proves, in the reader's words; nothing about the person tested."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from testing_app.results.document import ResultDocument
from testing_app.results.verification import Verdict, Verification
from testing_app.web.layout import day, moment
from testing_app.web.words import word

VERDICTS: dict[Verdict, tuple[str, LazyString, LazyString]] = {
    Verdict.VALID: (
        "good",
        _l("Authentic and in force"),
        _l("The file is a result of ours, nothing in it was changed, and it holds."),
    ),
    Verdict.SUPERSEDED: (
        "warn",
        _l("Authentic, but replaced by a newer result"),
        _l("The file is a result of ours and nothing in it was changed. Ask for the newer result."),
    ),
    Verdict.PDF_ALTERED: (
        "bad",
        _l("The pages of this PDF were changed"),
        _l("The data inside is ours, but the pages are not the ones we made. Do not trust what they say."),
    ),
    Verdict.ALTERED: (
        "bad",
        _l("The file was changed"),
        _l("The signature does not fit the content. Ask the sender for the original file."),
    ),
    Verdict.NOT_OURS: (
        "bad",
        _l("Not a result of ours"),
        _l("We have not signed this file. Ask the sender where it comes from."),
    ),
    Verdict.UNREADABLE: (
        "bad",
        _l("The file cannot be checked"),
        _l("Choose the PDF or the JSON file exactly as you received it."),
    ),
}

PROBLEMS: dict[str, LazyString] = {
    "too_large": _l("The file, or something attached to it, is too large."),
    "not_an_envelope": _l("The file has no result with a signature in the form that we use."),
    "not_a_result": _l("The signed content is not a result."),
    "nothing_attached": _l("The PDF carries no result. A scanned or printed copy cannot be checked."),
    "encrypted": _l("The PDF is protected by a password."),
    "too_many_files": _l("The PDF carries more files than a result does."),
    "repeated_file": _l("The PDF carries two files of the same name."),
    "broken_pdf": _l("The PDF is damaged."),
}


@dataclass(frozen=True, kw_only=True)
class VerdictInWords:
    """A verdict ready to print: its colour, headline, advice, and what is known of the result."""

    kind: str
    headline: str
    advice: str
    problem: str | None
    facts: list[tuple[str, str]]


def verdict_in_words(found: Verification, *, replaced_at: datetime | None) -> VerdictInWords:
    """The verdict; centre, language and dates only when the signature holds."""
    kind, headline, advice = VERDICTS[found.verdict]
    problem = PROBLEMS.get(found.problem or "")
    return VerdictInWords(
        kind=kind,
        headline=str(headline),
        advice=str(advice),
        problem=str(problem) if problem else None,
        facts=_facts(found.document, replaced_at) if found.document else [],
    )


def _facts(document: ResultDocument, replaced_at: datetime | None) -> list[tuple[str, str]]:
    facts = [
        (_("Test centre"), document.test_centre.name),
        (_("Signed"), moment(document.issued_at)),
        (_("Language tested"), word(document.language_tested)),
        (_("Tested on"), day(document.tested_on)),
    ]
    if replaced_at is not None:
        facts.append((_("Replaced"), moment(replaced_at)))
    return facts
