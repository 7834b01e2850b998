"""What must be known about the PDF of a result before it is handed over."""

from testing_app.letters.flags import LetterFlags, flags_of_letter
from testing_app.results.document import ResultDocument


def flags_of_result(document: ResultDocument, contact_language: str) -> LetterFlags:
    """The flags of the PDF, from every text in it that a person wrote."""
    candidate, correction = document.candidate, document.correction
    return flags_of_letter(
        contact_language,
        candidate.given_names,
        candidate.family_name,
        document.recommendation.reason,
        document.background.interview_notes or "",
        document.signed_by.name,
        document.signed_by.title,
        correction.reason if correction else "",
        *(part.comment or "" for part in document.parts),
    )
