"""The one door to WeasyPrint: HTML in, tagged PDF out, with our own fonts and nothing from outside."""

import gc
import logging
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from pathlib import Path

from fontTools.ttLib import TTFont

FONTS = Path(__file__).parent / "fonts"
os.environ["FONTCONFIG_FILE"] = str(FONTS / "fonts.conf")  # fontconfig reads it while weasyprint is imported

# isort: split
from weasyprint import CSS, HTML, Attachment  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # noqa: E402

from testing_app.letters import text_layer  # noqa: E402
from testing_app.letters.drawing_thread import DrawingThread  # noqa: E402

STYLES = Path(__file__).parent / "styles"
_INVISIBLE = frozenset(
    "\n\r\t\u00a0\u00ad\u200b\u200c\u200d\u200e\u200f\u2028\u2029\u2066\u2067\u2068\u2069\ufeff"
)

logging.getLogger("fontTools").setLevel(logging.WARNING)
logging.getLogger("weasyprint").setLevel(logging.ERROR)
text_layer.install()


@dataclass(frozen=True, kw_only=True)
class PdfAttachment:
    """A file to put inside the PDF."""

    name: str
    content: bytes
    description: str


def render(
    html: str, *, style: str, identifier: str, made_at: datetime, attachments: Sequence[PdfAttachment] = ()
) -> bytes:
    """A tagged PDF/UA-1 with embedded fonts; the same input gives the same bytes.

    `style` names a file in `styles`; `identifier` is written into the file instead of chance.

    All drawing happens in one thread of the process: fonts may not be shared between threads, making them
    for each is slow, and more threads would draw no faster, since Python lets one of them work at a time.
    """
    return _drawing.draw(partial(_draw, html, style, identifier, made_at, attachments))


def _draw(
    html: str, style: str, identifier: str, made_at: datetime, attachments: Sequence[PdfAttachment]
) -> bytes:
    pdf: bytes = HTML(string=html, url_fetcher=_NothingFromOutside()).write_pdf(
        stylesheets=[_style(style)],
        attachments=[_attachment(file, made_at) for file in attachments],
        font_config=_fonts(),
        pdf_variant="pdf/ua-1",
        pdf_identifier=identifier.encode("ascii"),
    )
    return pdf


def missing_glyphs(text: str) -> str:
    """The characters of the text that none of our fonts can draw, each once, in order of appearance."""
    covered = _covered()
    return "".join(
        dict.fromkeys(
            character for character in text if ord(character) not in covered and character not in _INVISIBLE
        )
    )


@cache
def _fonts() -> FontConfiguration:
    """The fonts of the drawing thread."""
    return FontConfiguration()


@cache
def _style(name: str) -> CSS:
    """A parsed style sheet, kept beside the fonts it was parsed with."""
    text = (STYLES / name).read_text(encoding="utf-8")
    return CSS(string=text, font_config=_fonts(), url_fetcher=_NothingFromOutside())


def _give_back_fonts() -> None:
    _style.cache_clear()
    _fonts.cache_clear()
    gc.collect()


_drawing = DrawingThread(_give_back_fonts)


def _attachment(file: PdfAttachment, made_at: datetime) -> Attachment:
    return Attachment(
        string=file.content,
        name=file.name,
        description=file.description,
        created=made_at,
        modified=made_at,
        relationship="Data",
    )


class _NothingFromOutside(URLFetcher):  # type: ignore[misc]
    """Letters are whole in themselves: any address is refused, and the letter is not made."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        raise FatalURLFetchingError("A letter asked for a file from outside; letters carry all they need.")


@cache
def _covered() -> frozenset[int]:
    covered: set[int] = set()
    for path in sorted(FONTS.glob("*-Regular.ttf")):
        with TTFont(path, lazy=True) as font:
            covered.update(font.getBestCmap())
    return frozenset(covered)
