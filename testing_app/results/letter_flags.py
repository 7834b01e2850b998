"""What must be known about the PDF of a result before it is handed over."""

from dataclasses import replace

from testing_app.letters.flags import LetterFlags, flags_of_letter
from testing_app.letters.languages import languages_for
from testing_app.letters.own_names import OwnNames
from testing_app.results.document import ResultDocument
from testing_app.wording.letter_words import LetterWords


def flags_of_result(
    document: ResultDocument, contact_language: str, *, names: OwnNames, words: LetterWords | None = None
) -> LetterFlags:
    """The flags of the PDF, from every text in it that a person wrote, those of the rule set included."""
    candidate, correction = document.candidate, document.correction
    flags = flags_of_letter(
        contact_language,
        candidate.given_names,
        candidate.family_name,
        document.recommendation.reason,
        document.background.interview_notes or "",
        document.signed_by.name,
        document.signed_by.title,
        correction.reason if correction else "",
        *(part.comment or "" for part in document.parts),
        *(text for written in (*names.course_groups.values(), names.rule or {}) for text in written.values()),
        words=words,
    )
    untranslated = names.are_untranslated_for(languages_for(contact_language, words))
    return replace(flags, has_untranslated_names=untranslated)
