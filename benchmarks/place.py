"""Measures `lahtotaso place` from end to end: rows a second and peak memory, on 100,000 generated rows.

Run: .venv/bin/python benchmarks/place.py [--rows N] [--runs N]
"""

import argparse
import csv
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

COLUMNS = (
    "candidate", "reading", "writing", "listening", "speaking", "literacy", "study_readiness",
    "languages_studied", "schooling_years", "hard_life_situation", "needs_basic_education",
)  # fmt: skip
LEVELS = (
    "alle_A1.1", "A1.1", "A1.2", "A1.3", "A2.1", "A2.2", "B1.1", "B1.2",
    "B2.1", "B2.2", "C1.1", "C1.2", "C2.1", "C2.2",
)  # fmt: skip
SPEAKING_SHARES = (45, 15, 12, 10, 8, 5, 3, 1, 0.5, 0.25, 0.25)
LITERACY = {
    "none": 5, "weak": 7, "other_script": 26, "latin_satisfactory": 20, "latin_technical": 22,
    "latin_fluent": 20,
}  # fmt: skip
READINESS = ("needs_development", "basic", "good")
RUN = "import sys; from testing_app.cli import main; sys.exit(main())"

Row = list[str]


def realistic(chance: random.Random) -> Row:
    """A row by the shares met at test centres: levels near the speaking level, some blanks."""
    speaking = chance.choices(range(len(SPEAKING_SHARES)), SPEAKING_SHARES)[0]
    steps = [min(max(speaking + chance.choices((-1, 0, 1, 2), (15, 60, 20, 5))[0], 0), 13) for _ in range(3)]
    marks = [LEVELS[step] if chance.random() > 0.02 else "not_taken" for step in (*steps, speaking)]
    literacy = chance.choices(list(LITERACY), list(LITERACY.values()))[0]
    readiness = chance.choices((*READINESS, ""), (29, 47, 21, 3))[0]
    return [*marks, literacy, readiness, *_rest(chance, tick_share=0.06)]


def uniform(chance: random.Random) -> Row:
    """A row of which nothing repeats: every level as likely as any other."""
    marks = [chance.choice((*LEVELS, "not_taken")) for _ in range(4)]
    return [
        *marks,
        chance.choice((*LITERACY, "")),
        chance.choice((*READINESS, "")),
        *_rest(chance, tick_share=0.5),
    ]


def _rest(chance: random.Random, *, tick_share: float) -> Row:
    ticks = ["yes" if chance.random() < tick_share else "no" for _ in range(2)]
    return [str(chance.randrange(5)), str(chance.randrange(21)), *ticks]


def write_sheet(path: Path, make: Callable[[random.Random], Row], rows: int) -> None:
    """A sheet of generated rows, the same at every run."""
    chance = random.Random(2022)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows([f"K{number:06d}", *make(chance)] for number in range(rows))


def measure(sheet: Path) -> tuple[float, float]:
    """Seconds and peak memory (MB) of one run of the command on one core."""
    with sheet.with_suffix(".json").open("wb") as out:
        began = time.perf_counter()
        command = [sys.executable, "-c", RUN, "place", str(sheet), "--format", "json"]
        process = subprocess.Popen(command, stdout=out)
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"lahtotaso place ended with status {process.returncode}")
    return seconds, used.ru_maxrss / 1024


def table(rows: int, runs: int) -> Iterator[str]:
    """The lines of the result."""
    yield f"{'rows':<12}{'rows/s':>10}{'seconds':>10}{'peak MB':>10}   (median of {runs} runs, {rows} rows)"
    with tempfile.TemporaryDirectory() as folder:
        for make in (realistic, uniform):
            sheet = Path(folder, f"{make.__name__}.csv")
            write_sheet(sheet, make, rows)
            measured = [measure(sheet) for _ in range(runs)]
            seconds = statistics.median(each[0] for each in measured)
            memory = max(each[1] for each in measured)
            yield f"{make.__name__:<12}{rows / seconds:>10.0f}{seconds:>10.2f}{memory:>10.0f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=5)
    asked = parser.parse_args()
    for line in table(asked.rows, asked.runs):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
