"""What must be known about a letter before it is handed over, told without drawing it."""

from dataclasses import dataclass

from testing_app.bookings.models import Booking
from testing_app.letters.engine import missing_glyphs
from testing_app.letters.facts import LetterFacts
from testing_app.letters.languages import languages_for
from testing_app.letters.letter import written_by_people
from testing_app.people.models import Candidate
from testing_app.wording.letter_words import LetterWords


@dataclass(frozen=True)
class LetterFlags:
    """The contact language a letter cannot be written in, and the characters that no font can draw.

    `has_untranslated_names`: names of a rule set stand in it in Finnish and English only.
    """

    untranslated: str | None
    missing_glyphs: str
    has_untranslated_names: bool = False


def flags_of_facts(facts: LetterFacts, words: LetterWords) -> LetterFlags:
    """The flags of the letter that `draw_letter` would draw from the same."""
    return flags_of_letter(facts.contact_language, written_by_people(facts), words=words)


def flags_of_letter(contact_language: str, *written: str, words: LetterWords | None = None) -> LetterFlags:
    """The flags of a letter to somebody with this contact language, in which these texts stand."""
    return LetterFlags(
        untranslated=languages_for(contact_language, words).untranslated,
        missing_glyphs=missing_glyphs(" ".join(written)),
    )


def flags_of_invitation(
    candidate: Candidate, *seats: Booking, words: LetterWords | None = None
) -> LetterFlags:
    """The flags of the invitations of a candidate to the occasions of these seats."""
    places = [
        text
        for seat in seats
        for text in (
            seat.occasion.room,
            seat.occasion.place,
            seat.occasion.centre.name,
            seat.occasion.centre.street,
        )
    ]
    return flags_of_letter(
        candidate.contact_language,
        candidate.given_names,
        candidate.family_name,
        candidate.street,
        candidate.post_code,
        candidate.city,
        *places,
        words=words,
    )
