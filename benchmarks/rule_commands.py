"""Measures commands about rule sets as people run them: seconds and peak memory of a process of its own."""

import csv
import os
import pty
import random
import re
import subprocess
import sys
import tempfile
import termios
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from place import COLUMNS, RUN, realistic

RULE_SETS = Path(__file__).parents[1] / "placement_rules" / "rulesets"
OLD = RULE_SETS / "fi-koto-2022.v1.toml"
CHANGED = (("version = 1\n", "version = 2\n"), ('schooling_years = "below 6"', 'schooling_years = "below 8"'))
"""What the new version has otherwise: it moves some hundreds of the other-script readers."""

CHECK_AIM, IMPACT_AIM = (10, 300), (60, 1000)
"""Seconds and MB."""

LANGUAGES = {
    "uk": 18, "ru": 17, "ar": 14, "fa": 10, "so": 7, "en": 6, "ckb": 5, "sq": 3, "es": 3, "th": 3, "tr": 3,
    "ti": 3, "vi": 2, "zh": 2, "fr": 2, "et": 1, "other": 1,
}  # fmt: skip
MUNICIPALITIES = (
    "Helsinki",
    "Espoo",
    "Vantaa",
    "Tampere",
    "Turku",
    "Oulu",
    "Jyväskylä",
    "Lahti",
    *(f"Kunta {number}" for number in range(60)),
)
READ_BY = "import sys; from pathlib import Path; from testing_app.sheets.{module} import {name}; {rest}"
WAYS_TO_READ = {
    "row by row": READ_BY.format(
        module="streaming",
        name="stream_sheet_file as read",
        rest="sys.exit(sum(1 for _ in read(Path(sys.argv[1])).rows) < 1)",
    ),
    "whole": READ_BY.format(
        module="reading",
        name="read_sheet_file as read",
        rest="sys.exit(len(read(Path(sys.argv[1])).rows) < 1)",
    ),
}


@dataclass(frozen=True)
class Used:
    """What a process used, and what it showed to somebody at a terminal."""

    seconds: float
    megabytes: float
    status: int
    shown: str


def run(arguments: Sequence[str], *, program: str = RUN) -> Used:
    """Run with a terminal as standard error, so that a progress bar is drawn as people see it."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, 100))
    shown = bytearray()
    watching = threading.Thread(target=_watch, args=(ours, shown))
    with tempfile.TemporaryFile() as out:
        began = time.perf_counter()
        process = subprocess.Popen([sys.executable, "-c", program, *arguments], stdout=out, stderr=theirs)
        os.close(theirs)
        watching.start()
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        watching.join()
        os.close(ours)
    return Used(seconds, used.ru_maxrss / 1024, process.returncode, shown.decode(errors="replace"))


def _watch(terminal: int, shown: bytearray) -> None:
    try:
        while piece := os.read(terminal, 65536):
            shown += piece
    except OSError:  # nobody writes any more
        return


def write_population(path: Path, rows: int) -> None:
    """Results with the columns of a test-day sheet, mother tongue group and municipality; always the same."""
    chance = random.Random(2022)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*COLUMNS, "mother_tongue_group", "municipality"])
        for number in range(rows):
            group = chance.choices(list(LANGUAGES), list(LANGUAGES.values()))[0]
            writer.writerow([f"K{number:07d}", *realistic(chance), group, chance.choice(MUNICIPALITIES)])


def line(name: str, used: Used, aim: tuple[int, int] | None, more: str = "") -> str:
    """One row of the table."""
    met = ""
    if aim:
        good = used.seconds <= aim[0] and used.megabytes <= aim[1]
        met = f"   aim {aim[0]} s, {aim[1]} MB: {'met' if good else 'missed'}"
    return f"  {name:<34}{used.seconds:>9.2f} s{used.megabytes:>8.0f} MB   status {used.status}{met}{more}"


def made_hard(text: str) -> str:
    """The rule set with rows that ask each skill by itself, which leaves the proof millions of classes."""
    first = '[[tables.track.rows]]\nrule = "slow-path"'
    if first not in text:
        raise SystemExit(f"{OLD.name} no longer holds {first!r}: bring made_hard up to date")
    rows = (
        f'[[tables.track.rows]]\nrule = "{skill}-{level}"\n'
        f'when = {{ {skill} = "{level}", literacy = "latin_fluent" }}\n'
        'gives = "integration-fast"\nbecause = "fluent-latin-reading"\nsource = "own-default"\n\n'
        for level in ("A1.1", "A2.1", "B1.1", "B2.1")
        for skill in COLUMNS[1:5]
    )
    return text.replace(first, "".join(rows) + first)


def check(_: int) -> Iterator[str]:
    """`lahtotaso rules check` of every shipped rule set, and of one made hard, which it finds wanting."""
    yield "lahtotaso rules check"
    for path in sorted(RULE_SETS.glob("*.toml"), key=lambda path: path.stat().st_size):
        used = run(["rules", "check", str(path)])
        yield line(path.stem, used, CHECK_AIM)
        if used.status:
            yield used.shown[-500:]
    with tempfile.TemporaryDirectory() as folder:
        hard = Path(folder, "made-hard.v1.toml")
        hard.write_text(made_hard(OLD.read_text(encoding="utf-8")), encoding="utf-8")
        yield line("made hard: each skill by itself", run(["rules", "check", str(hard)]), CHECK_AIM)


def read(rows: int) -> Iterator[str]:
    """Reading a population sheet row by row, and as a test-day sheet is read."""
    yield f"reading a CSV sheet, n = {rows}"
    with tempfile.TemporaryDirectory() as folder:
        sheet = Path(folder, "population.csv")
        write_population(sheet, rows)
        for name, program in WAYS_TO_READ.items():
            yield line(name, run([str(sheet)], program=program), None)


def impact(rows: int) -> Iterator[str]:
    """`lahtotaso rules impact` of a changed version on generated results."""
    yield f"lahtotaso rules impact, n = {rows}"
    with tempfile.TemporaryDirectory() as folder:
        sheet, new = Path(folder, "population.csv"), Path(folder, "fi-koto-2022.v2.toml")
        write_population(sheet, rows)
        new.write_text(changed(OLD.read_text(encoding="utf-8")), encoding="utf-8")
        used = run(["rules", "impact", str(OLD), str(new), str(sheet)])
        bar = "   progress bar: " + ("yes" if re.search(r"\d+%\|", used.shown) else "no")
        yield line("one version against the next", used, IMPACT_AIM, bar)
        if used.status:
            yield used.shown[-500:]


def changed(text: str) -> str:
    """The text of the old version with the changes of the new one."""
    for old, new in CHANGED:
        if old not in text:
            raise SystemExit(f"{OLD.name} no longer holds {old!r}: bring CHANGED up to date")
        text = text.replace(old, new)
    return text


MEASURED: dict[str, Callable[[int], Iterator[str]]] = {"check": check, "read": read, "impact": impact}
