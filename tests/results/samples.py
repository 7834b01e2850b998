"""A made-up result, key ring and letter renderer for the tests of results and letters."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from testing_app.results.document import (
    Background,
    Correction,
    CriterionRating,
    FormVersion,
    Organisation,
    PartResult,
    ResultCandidate,
    ResultDocument,
    ResultRecommendation,
    ResultSuggestion,
    RuleSetVersion,
    Signer,
    SuggestionReason,
)
from testing_app.results.keys import KeyRing, create_ring
from testing_app.results.pdf import AttachedFile, SignedDocument
from testing_app.results.signing import sign
from testing_app.results.verification import IssuedResult
from testing_app.vocabulary import PartState, TestedLanguage

NEW_YEAR = datetime(2026, 1, 1, 9, 0, tzinfo=UTC)
ISSUED_AT = datetime(2026, 3, 12, 11, 42, 5, tzinfo=UTC)
SECRET = bytes(range(32))
RESULT_ID = "3f0c1d9e-6a53-4a0e-9d0b-0a8b6d1c2e77"
EARLIER_ID = "0b8f3b7e-58a5-4ac5-8ff3-7b60a6a55f10"


def ring_in(folder: Path) -> KeyRing:
    """A fresh key ring."""
    return create_ring(folder / "keys", SECRET, now=NEW_YEAR)


def a_document(*, family_name: str = "Hassan Nuur", given_names: str = "Ali") -> ResultDocument:
    """A result with an uneven profile."""
    return ResultDocument(
        result_id=RESULT_ID,
        language_tested=TestedLanguage.FINNISH,
        tested_on=date(2026, 3, 12),
        issued_at=ISSUED_AT,
        test_centre=Organisation(id="centre-1", name="Helsingin testauspaikka"),
        authority=Organisation(id="authority-1", name="Helsingin työvoimaviranomainen"),
        candidate=ResultCandidate(
            number="K-10234", family_name=family_name, given_names=given_names, birth_date=date(1990, 1, 1)
        ),
        parts=_parts(),
        background=Background(
            literacy="latin_technical", study_readiness="basic", languages_studied=1, schooling_years=9
        ),
        suggestion=ResultSuggestion(
            track="assessor-decides",
            module=None,
            extras=(),
            rule="levels-unclear",
            rule_set=RuleSetVersion(id="fi-koto-2022", version=1),
            reasons=(SuggestionReason(code="levels_missing", facts={"skills": ["listening"]}),),
        ),
        recommendation=ResultRecommendation(
            track="integration-basic", module="M2", extras=("latin-alphabet",), reason="Peruspolku sopii."
        ),
        signed_by=Signer(name="Maija Meikäläinen", title="Kielenopettaja"),
        withheld=("life_situation",),
    )


def a_correction() -> ResultDocument:
    """A result that replaces an earlier one."""
    return replace(
        a_document(), correction=Correction(supersedes=EARLIER_ID, reason="Pisteet olivat väärässä osassa.")
    )


def signed(document: ResultDocument, ring: KeyRing) -> SignedDocument:
    """The document with its bytes and signature."""
    content = document.to_bytes()
    return SignedDocument(document=document, content=content, signature=sign(content, ring))


def issued(result: SignedDocument) -> IssuedResult:
    """What the register would know of this result, without a PDF."""
    return IssuedResult(content=result.content, pdf_digest=None, pdf_signature=None, superseded_by=None)


def plain_renderer(
    document: ResultDocument, attachments: Sequence[AttachedFile], *, language: str, verify_at: str
) -> bytes:
    """Stands in for the letters: the attachments one after the other."""
    return b"%PDF-" + b"".join(file.content for file in attachments)


def _parts() -> tuple[PartResult, ...]:
    return (
        PartResult(
            part="reading",
            state=PartState.TAKEN,
            level="A2.1",
            points=17,
            maximum=30,
            form=FormVersion(code="reading-a", version=2),
        ),
        PartResult(
            part="writing",
            state=PartState.TAKEN,
            level="A1.3",
            criteria=(CriterionRating(criterion="accuracy", level="A1.2"),),
            comment="Kirjoittaa lyhyitä lauseita.",
        ),
        PartResult(part="listening", state=PartState.INTERRUPTED),
        PartResult(part="speaking", state=PartState.TAKEN, level="alle_A1.1"),
        PartResult(part="logic", state=PartState.TAKEN, points=8, maximum=12),
    )
