"""How fast a print job is: 1,000 invitations in all languages, beside WeasyPrint alone on the same HTML.

Usage: .venv/bin/python benchmarks/letters.py [--letters N] [--sample N] [--processes N]

"Alone" is `write_pdf` on the very HTML of the job, with the same parsed style sheet and one shared
`FontConfiguration`, in one process: the median time of each language, averaged as the languages stand in the
job, before and after it. The job is the whole of it: claimed, read from the database, filled in, drawn, kept
with its audit entries, combined into one file. The aim is 90 % of the rate alone times the processes, and
under 600 MB for all processes together (proportional set size, so that what they share counts once). The
share of CPU time does not mind what else the machine does.
"""

import argparse
import io
import os
import sys
import tempfile
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from uuid import UUID

# In the place of this folder, which has modules named like some of ours.
sys.path.pop(0)
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import sqlalchemy as sa

from testing_app.app import open_database
from testing_app.letters import engine
from testing_app.letters.letter import letter_html
from testing_app.letters.shipped import approve_shipped
from testing_app.people.contact_languages import CONTACT_LANGUAGES
from testing_app.persistence import migrate
from testing_app.persistence.database import Database
from testing_app.post.actions import queue_letters
from testing_app.post.drawing import Studio, cores
from testing_app.post.facts import facts_of
from testing_app.post.models import LetterJob
from testing_app.post.printing import Printer
from testing_app.settings import settings_from
from testing_app.vocabulary import LetterJobState, LetterKind, Role
from testing_app.wording.queries import words_for
from tests.world import NOW, TODAY, World

# isort: split
import statistics

import weasyprint  # after letters.engine has chosen the fonts
from pypdf import PdfReader
from tqdm import tqdm
from weasyprint.text.fonts import FontConfiguration

WATCH_EVERY = 0.5


@dataclass(frozen=True)
class Alone:
    """What one letter costs WeasyPrint: seconds on the clock and of CPU."""

    seconds: float
    cpu: float


def draw_alone(pages: list[tuple[str, str]]) -> Alone:
    """The mean over the languages of the median letter, of HTML strings with their languages."""
    fonts = FontConfiguration()
    style = weasyprint.CSS(filename=str(engine.STYLES / "letter.css"), font_config=fonts)
    taken: dict[str, list[tuple[float, float]]] = {}
    for number, (language, html) in enumerate([*pages[: len(CONTACT_LANGUAGES)], *pages]):
        wall, cpu = time.perf_counter(), time.process_time()
        weasyprint.HTML(string=html).write_pdf(
            stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1", pdf_identifier=b"benchmark"
        )
        if number >= len(CONTACT_LANGUAGES):  # every language once to warm up
            spent = time.perf_counter() - wall, time.process_time() - cpu
            taken.setdefault(language, []).append(spent)
    clocks, cpus = (
        [statistics.median(spent[which] for spent in found) for found in taken.values()] for which in (0, 1)
    )
    return Alone(statistics.mean(clocks), statistics.mean(cpus))


def alone(pages: list[tuple[str, str]]) -> Alone:
    """In a process of its own, so that its memory is not the job's."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(draw_alone, pages).result()


@dataclass
class Watch:
    """Looks now and then at the memory and the CPU time of this process and all it has begun."""

    peak: float = 0.0
    parts: tuple[int, ...] = ()
    spent: dict[int, float] = field(default_factory=dict)
    stop: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> "Watch":
        self._before = cpu_of(os.getpid())
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()
        return self

    @property
    def cpu(self) -> float:
        """CPU seconds of all processes while it was watched."""
        return sum(self.spent.values()) - self._before

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self._thread.join()

    def _look(self) -> None:
        while not self.stop.wait(WATCH_EVERY):
            processes = family(os.getpid())
            self.spent |= {each: cpu_of(each) for each in processes}
            parts = tuple(round(memory(each)) for each in processes)
            if sum(parts) > self.peak:
                self.peak, self.parts = sum(parts), parts
        self.spent |= {each: cpu_of(each) for each in family(os.getpid())}


def family(process: int) -> list[int]:
    """A process and everything below it."""
    found = [process]
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in children:
            found += family(int(child))
    return found


def memory(process: int) -> float:
    """Megabytes of one process, shared pages divided by those who share them."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def cpu_of(process: int) -> float:
    """CPU seconds of one process so far."""
    try:
        numbers = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(numbers[11]) + int(numbers[12])) / os.sysconf("SC_CLK_TCK")


def people(world: World, number: int) -> list[UUID]:
    """Seats of candidates whose languages take turns; the shipped texts of all languages are approved."""
    with world.database.transaction() as session:
        approve_shipped(session, reviewed_by="Benchmark", by=world.act(Role.ADMINISTRATOR), now=NOW)
        occasion = world.add_occasion(session, seats=number, held_on=TODAY + timedelta(days=7))
        seats = []
        for each in tqdm(range(number), desc="people", leave=False):
            candidate = world.add_candidate(
                session,
                family_name=f"Testinen{each}",
                contact_language=CONTACT_LANGUAGES[each % len(CONTACT_LANGUAGES)],
                street=f"Koekatu {each}",
                post_code=f"{33000 + each % 97 * 10:05d}",
                city="Tampere",
            )
            seats.append(world.add_booking(session, occasion, candidate).id)
    return seats


def html_of(world: World, seats: list[UUID]) -> list[tuple[str, str]]:
    """The very strings the job will draw."""
    by = world.act(Role.AUTHORITY_OFFICER)
    with world.database.reading() as session:
        words = words_for(session, LetterKind.INVITATION)
        told = [facts_of(session, LetterKind.INVITATION, seat, by=by, now=NOW) for seat in seats]
    return [(facts.contact_language, letter_html(facts, words)) for facts in told]


def do_the_job(world: World, seats: list[UUID], processes: int) -> tuple[float, LetterJob]:
    """Seconds from the claim to the finished file."""
    with world.database.transaction() as session:
        by = world.act(Role.AUTHORITY_OFFICER)
        queue_letters(session, LetterKind.INVITATION, seats, title="Benchmark", by=by, now=NOW)
    start = time.perf_counter()
    Printer(database=world.database, studio=lambda: Studio(processes)).print_waiting()
    taken = time.perf_counter() - start
    with world.database.reading() as session:
        job = session.scalars(sa.select(LetterJob).options(sa.orm.undefer(LetterJob.pdf))).one()
    assert (job.state, job.done, job.failures) == (LetterJobState.DONE, len(seats), [])
    return taken, job


def measure(database: Database, given: argparse.Namespace) -> None:
    """Print one line for WeasyPrint alone, one for the job, one for each aim."""
    world = World.build(database)
    seats = people(world, given.letters)
    sample = html_of(world, seats[: given.sample])
    before = alone(sample)
    with Watch() as watch:
        seconds, job = do_the_job(world, seats, given.processes)
    cpu = watch.cpu
    after = alone(sample)
    bare = statistics.mean((before.seconds, after.seconds))
    bare_cpu = statistics.mean((before.cpu, after.cpu))
    pages = sum("/Contents" in page for page in PdfReader(io.BytesIO(job.pdf or b"")).pages)
    letters = len(seats)
    ratio, share = letters / seconds * bare / given.processes, letters * bare_cpu / cpu
    load = os.getloadavg()[0]
    sys.stdout.write(
        f"WeasyPrint alone: {1 / bare:.1f} letters/s, {pages / letters / bare:.1f} pages/s"
        f" ({before.seconds * 1000:.0f} ms before, {after.seconds * 1000:.0f} ms after the job,"
        f" {bare_cpu * 1000:.0f} ms of CPU; n={len(sample)} each)\n"
        f"The job: {letters} letters, {pages} pages, {len(CONTACT_LANGUAGES)} languages in {seconds:.1f} s"
        f" with {given.processes} processes: {letters / seconds:.1f} letters/s,"
        f" {pages / seconds:.1f} pages/s, {cpu / letters * 1000:.0f} ms of CPU a letter,"
        f" one file of {len(job.pdf or b'') / 2**20:.1f} MB\n"
        f"Ratio to the rate alone times {given.processes}: {ratio:.2f} on the clock"
        f" ({_verdict(ratio >= 0.9)}, aim 0.90), {share:.2f} in CPU time; load average {load:.1f}\n"
        f"Peak memory of all processes: {watch.peak:.0f} MB ({_verdict(watch.peak < 600)}, aim 600;"
        f" {' + '.join(map(str, watch.parts))})\n"
    )


def _verdict(met: bool) -> str:
    return "met" if met else "missed"


def main() -> None:
    """One run on an installation of its own, on SQLite."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--letters", type=int, default=1000)
    options.add_argument("--sample", type=int, default=220, help="letters drawn alone, before and after")
    options.add_argument("--processes", type=int, default=cores())
    with tempfile.TemporaryDirectory() as home:
        database = open_database(settings_from({"LAHTOTASO_HOME": home}))
        migrate.upgrade(database)
        try:
            measure(database, options.parse_args())
        finally:
            database.close()


if __name__ == "__main__":
    main()
