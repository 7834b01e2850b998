"""What a PDF says to software that reads it aloud: each glyph by the letter it draws.

WeasyPrint (70) gives a glyph the text of the first place it was drawn at. Where a font splits a letter into
parts, as Vietnamese ọ into o and a dot or Thai ำ into a ring and a long vowel, the part takes the text of the
whole, or none, and every later o or า of the document is read wrongly. Here a part that is a letter of its
own keeps its own text. The letters look the same either way.
"""

import io
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from fontTools.ttLib import TTFont
from weasyprint.pdf import fonts, stream


class GlyphTexts(dict[int, str]):
    """Glyph to text, each glyph's own letter preferred to the text around it."""

    def __init__(self, letters: Mapping[int, tuple[str, ...]]) -> None:
        super().__init__()
        self._letters = letters

    def __setitem__(self, glyph: int, text: str) -> None:
        super().__setitem__(glyph, self._own(self._letters.get(glyph, ()), text))

    @staticmethod
    def _own(letters: tuple[str, ...], text: str) -> str:
        if text in letters or not letters:
            return text
        if not text:
            return letters[0]
        parts = unicodedata.normalize("NFKD", text)
        return next((letter for letter in letters if letter in parts), text)


class ReadableFont(fonts.Font):  # type: ignore[misc]
    """A font of WeasyPrint whose glyphs are read as what they draw."""

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self.to_unicode = GlyphTexts(_letters_of(self.file_content))


@lru_cache(maxsize=16)
def _letters_of(font: bytes) -> Mapping[int, tuple[str, ...]]:
    """Glyph number to the characters it draws alone, the lowest first."""
    letters: dict[int, tuple[str, ...]] = {}
    with TTFont(io.BytesIO(font), lazy=True) as opened:
        for code, name in sorted(opened.getBestCmap().items()):
            glyph = opened.getGlyphID(name)
            letters[glyph] = (*letters.get(glyph, ()), chr(code))
    return letters


def install() -> None:
    """Let every PDF of this process be drawn with readable fonts."""
    stream.Font = ReadableFont
