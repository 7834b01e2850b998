"""Pictures of letters, small and grey, to compare with those a person has looked at.

`python -m tests.letters.pictures` draws the reference pictures anew: look at every one before you keep it.
"""

import io
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image
from tqdm import tqdm

from testing_app.letters.languages import LETTER_LANGUAGES
from testing_app.letters.letter import draw_letter
from testing_app.letters.sample_facts import SAMPLES
from testing_app.results.letter import result_pdf
from testing_app.results.sample_document import SAMPLE_RESULT
from testing_app.vocabulary import LetterKind
from tests.letters.samples import all_approved

FOLDER = Path(__file__).parent / "reference"
EVERY_SCRIPT = ("fi", "ar", "th", "am")
DOTS_PER_INCH = 45
BLOCK = 16
GREYS = 16


def cases() -> Iterator[tuple[LetterKind, str]]:
    """The invitation in every language, the other kinds in one language of every way of setting lines."""
    for kind in LetterKind:
        for language in LETTER_LANGUAGES if kind is LetterKind.INVITATION else EVERY_SCRIPT:
            if kind is not LetterKind.RESULT or language in ("fi", "ar"):
                yield kind, language


@cache
def letter_pdf(kind: LetterKind, language: str) -> bytes:
    """The letter to an invented person, as it is with every shipped text approved."""
    words = all_approved(kind)
    if kind is LetterKind.RESULT:
        return result_pdf(
            SAMPLE_RESULT, (), language=language, verify_at="https://lahtotaso.example/verify", words=words
        )
    return draw_letter(replace(SAMPLES[kind], contact_language=language), words).pdf


def picture(pdf: bytes, *, page: int) -> Image.Image:
    """One page in sixteen greys."""
    drawn = subprocess.run(
        ["pdftoppm", "-r", str(DOTS_PER_INCH), "-f", str(page), "-l", str(page), "-gray", "-"],
        input=pdf,
        capture_output=True,
        check=True,
    )
    return Image.open(io.BytesIO(drawn.stdout)).quantize(GREYS).convert("L")


def page_of(language: str) -> int:
    """The page in the candidate's language."""
    return 1 if language == "fi" else 2


def difference(one: Image.Image, other: Image.Image) -> float:
    """How far the most different small square of the pages is off, from 0 (same) to 255."""
    if one.size != other.size:
        return 255.0
    off = np.abs(np.asarray(one, dtype=float) - np.asarray(other, dtype=float))
    high, wide = (side // BLOCK * BLOCK for side in off.shape)
    squares = off[:high, :wide].reshape(high // BLOCK, BLOCK, wide // BLOCK, BLOCK)
    return float(squares.mean(axis=(1, 3)).max())


def reference(kind: LetterKind, language: str) -> Path:
    """Where the picture that a person has looked at is kept."""
    return FOLDER / f"{kind}.{language}.png"


def main() -> None:
    """Draw every reference picture anew."""
    FOLDER.mkdir(exist_ok=True)
    for kind, language in tqdm(list(cases()), desc="letters"):
        drawn = picture(letter_pdf(kind, language), page=page_of(language))
        drawn.quantize(GREYS).save(reference(kind, language), optimize=True)


if __name__ == "__main__":
    main()
