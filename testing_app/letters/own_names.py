"""Names and reasons that a rule set brings itself in fi, sv and en, for what the letters have no word for."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from testing_app.letters.directions import LetterLanguages
from testing_app.letters.texts import in_language

WRITTEN_IN = frozenset({"fi", "sv", "en"})
"""The languages in which every text of a rule set is written."""

Written = Mapping[str, str]
"""One text: language code to text."""


@dataclass(frozen=True, kw_only=True)
class OwnNames:
    """What a rule set calls its tracks, modules and extras (by code), and why it suggested; blank: nothing.

    A code of the letters that the rule set calls by another name stands here too: it is another course.
    """

    course_groups: Mapping[str, Written] = field(default_factory=dict)
    rule: Written | None = None

    def are_untranslated_in(self, language: str) -> bool:
        """Whether something has to be shown in Finnish and English in a letter of this language."""
        return language not in WRITTEN_IN and bool(self.course_groups or self.rule)

    def are_untranslated_for(self, languages: LetterLanguages) -> bool:
        """Whether that happens in any part of a letter."""
        return any(self.are_untranslated_in(code) for code in languages.codes)


NO_OWN_NAMES = OwnNames()


def own_text(written: Written, language: str) -> Markup:
    """The text in the language of the letter; without one the Finnish text, the English one in brackets."""
    if language in written:
        return in_language(written[language], language)
    return Markup("{} ({})").format(in_language(written["fi"], "fi"), in_language(written["en"], "en"))
