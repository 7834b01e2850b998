"""Prints how many result PDFs a second the product makes, beside WeasyPrint alone on the same page.

The product draws the chart, fills the template, renders, attaches document and signature, signs the digest;
"alone" is `write_pdf` of the finished HTML with the same style sheet, fonts and PDF/UA variant.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from testing_app.letters import engine
from testing_app.results.letter import result_html, result_pdf
from testing_app.results.pdf import make_signed_pdf
from tests.results.samples import a_document, ring_in, signed

# isort: split
import weasyprint  # after letters.engine has chosen the fonts
from tqdm import tqdm
from weasyprint.text.fonts import FontConfiguration

VERIFY_AT = "https://lahtotaso.example/verify"
ROUNDS = 5


def through_the_product(count: int, language: str) -> float:
    """Seconds for this many signed PDFs."""
    with tempfile.TemporaryDirectory() as folder:
        ring = ring_in(Path(folder))
        result = signed(a_document(), ring)
        make_signed_pdf(result, result_pdf, language=language, verify_at=VERIFY_AT, ring=ring)
        start = time.perf_counter()
        for _ in range(count):
            make_signed_pdf(result, result_pdf, language=language, verify_at=VERIFY_AT, ring=ring)
        return time.perf_counter() - start


def weasyprint_alone(count: int, language: str) -> float:
    """Seconds for this many PDFs of the same HTML, nothing attached or signed."""
    html = result_html(a_document(), language=language, verify_at=VERIFY_AT)
    fonts = FontConfiguration()
    style = weasyprint.CSS(filename=str(engine.STYLES / "letter.css"), font_config=fonts)

    def draw() -> None:
        weasyprint.HTML(string=html).write_pdf(stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1")

    draw()
    start = time.perf_counter()
    for _ in range(count):
        draw()
    return time.perf_counter() - start


def rate(work: Callable[[int, str], float], processes: int, count: int, *, language: str) -> float:
    """PDFs per second of all processes together; each is warm before its clock starts."""
    with ProcessPoolExecutor(processes) as pool:
        seconds = list(pool.map(work, [count] * processes, [language] * processes))
    return sum(count / taken for taken in seconds)


def main() -> None:
    """Print one line per number of processes."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=40, help="PDFs per process and round")
    options.add_argument("--language", default="ar", help="contact language of the candidate")
    given = options.parse_args()
    for processes in (1, 2):
        ours, alone = [], []
        for _ in tqdm(range(ROUNDS), desc=f"{processes} process(es)", leave=False):
            ours.append(rate(through_the_product, processes, given.count, language=given.language))
            alone.append(rate(weasyprint_alone, processes, given.count, language=given.language))
        product, bare = statistics.median(ours), statistics.median(alone)
        sys.stdout.write(
            f"{processes} process(es): product {product:.1f} PDFs/s, WeasyPrint alone {bare:.1f} PDFs/s,"
            f" ratio {product / bare:.2f} (fi+{given.language}, n={given.count} x {ROUNDS})\n"
        )


if __name__ == "__main__":
    main()
