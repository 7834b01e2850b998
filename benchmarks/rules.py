"""Measures the placement rules: decisions a second beside a peer, proof of a rule set, comparison of two.

Run: .venv/bin/python benchmarks/rules.py [decisions] [check] [read] [impact] [--rows N] [--rounds N]
The peer of `decisions` is zen-engine: .venv/bin/pip install -e '.[bench]'
"""

import argparse
import gc
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

import rule_commands
import zen_peer
from place import Row, realistic, uniform, write_sheet

from testing_app.rule_sets.rules import Evidence, Judge, RuleSet, rule_set_on, suggest
from testing_app.sheets.streaming import stream_sheet_file

TEST_DAY = date(2026, 3, 12)
PLAIN_AIM, FULL_AIM = 200_000, 20_000
MOST_BY_DEFINITION = 5_000
"""Rows of the population given to what is a hundred times slower than the others."""
TO_CHOOSE_A_WAY = 3_000

Evidences = Sequence[Evidence]


@dataclass(frozen=True)
class Contender:
    """Something that decides; `begin` makes it ready, off the clock, and gives what is timed."""

    name: str
    cases: Sequence[Any]
    begin: Callable[[], Callable[[Sequence[Any]], object]]
    aim: int | None = None


def population(make: Callable[[random.Random], Row], rows: int) -> list[Evidence]:
    """The evidence of generated rows, the same at every run."""
    with tempfile.TemporaryDirectory() as folder:
        sheet = Path(folder, "sheet.csv")
        write_sheet(sheet, make, rows)
        return [row.evidence for row in stream_sheet_file(sheet).rows if row.evidence]


def all_of(decide: Callable[[Any], object]) -> Callable[[Sequence[Any]], object]:
    """Decides every case and keeps the answers, as somebody who wants them does."""
    return lambda cases: [decide(case) for case in cases]


def warm(rule_set: RuleSet, cases: Evidences, name: str) -> Callable[[], Callable[[Sequence[Any]], object]]:
    """A judge that has seen the whole population before."""
    judge = Judge(rule_set)
    decide = getattr(judge, name)
    all_of(decide)(cases)
    return lambda: all_of(decide)


def ours(rule_set: RuleSet, cases: Evidences) -> Iterator[Contender]:
    """What the product offers, from the fastest to the definition."""
    for name, aim, what in (
        ("place", PLAIN_AIM, "track, module, rule"),
        ("suggest", FULL_AIM, "reasons and changes"),
    ):
        yield Contender(f"Judge.{name} ({what}), warm", cases, warm(rule_set, cases, name), aim)
        yield Contender(
            f"Judge.{name} ({what}), cold",
            cases,
            lambda name=name: all_of(getattr(Judge(rule_set), name)),
            aim,
        )
    few = cases[:MOST_BY_DEFINITION]
    yield Contender("suggest, the definition", few, lambda: all_of(lambda each: suggest(each, rule_set)))


def peers(cases: Evidences) -> Iterator[tuple[Contender, zen_peer.Way]]:
    """The peer with the graph and with the one table, each the fastest documented way here."""
    contexts = [zen_peer.context_of(each) for each in cases]
    for name, content, given in (
        ("zen-engine, expressions and two tables", zen_peer.GRAPH, contexts),
        (
            "zen-engine, one table, the rest precomputed",
            zen_peer.ONE_TABLE,
            list(map(zen_peer.helped, contexts)),
        ),
    ):
        sample = given[:TO_CHOOSE_A_WAY]
        found = list(zen_peer.ways(content))
        for _, way in found:
            way(sample[:100])
        tried = ((min(seconds(way, sample) for _ in range(3)), how, way) for how, way in found)
        least, how, way = min(tried, key=lambda each: each[0])
        speed = len(sample) / least
        write(f"  {name}: by {how}, the fastest of {len(found)} ways ({speed:,.0f}/s on {len(sample)})")
        yield Contender(name, given, lambda way=way: way), way


def seconds(run: Callable[[Sequence[Any]], object], cases: Sequence[Any]) -> float:
    """CPU seconds, of all threads: on a shared machine the clock on the wall measures the neighbours too."""
    gc.collect()
    began = time.process_time()
    answers = run(cases)
    ended = time.process_time()
    del answers
    return ended - began


def differences(cases: Evidences, rule_set: RuleSet, found: Sequence[tuple[Contender, zen_peer.Way]]) -> int:
    """In how many cases somebody's track or module is another; told with the number of cases looked at."""
    judge, wrong = Judge(rule_set), 0
    placed = [(each.track, each.module) for each in map(judge.place, cases)]
    full = [(each.track, each.module) for each in map(judge.suggest, cases)]
    defined = [suggest(each, rule_set) for each in cases[:MOST_BY_DEFINITION]]
    same = [("Judge.suggest", full)]
    same.append(("suggest, the definition", [(each.track, each.module) for each in defined]))
    same += [(peer.name, list(map(zen_peer.outcome_of, way(peer.cases)))) for peer, way in found]
    for name, outcomes in same:
        count = sum(one != two for one, two in zip(placed, outcomes, strict=False))
        write(f"  {count} differences in track and module from Judge.place in n = {len(outcomes)}: {name}")
        wrong += count
    return wrong


def decisions(rows: int, rounds: int) -> int:
    """Decisions a second of all contenders in one run on one core; the number of differences."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    rule_set = rule_set_on(TEST_DAY, language="fi")
    write(f"{rule_set.id} version {rule_set.version}, one core, by CPU time, median of {rounds} rounds")
    write(f"zen-engine {version('zen-engine')}" if zen_peer.zen else zen_peer.HOW_TO_INSTALL)
    wrong = 0
    for make in (realistic, uniform):
        cases = population(make, rows)
        write(f"\n{make.__name__}, n = {len(cases)}, {len(set(cases))} of them different")
        found = list(peers(cases)) if zen_peer.zen else []
        wrong += differences(cases, rule_set, found)
        show([*ours(rule_set, cases), *(peer for peer, _ in found)], rounds, [peer for peer, _ in found])
    return wrong


def show(contenders: Sequence[Contender], rounds: int, found: Sequence[Contender]) -> None:
    """The table: everybody in turn, again and again, so that all meet the same machine."""
    speeds: dict[str, list[float]] = {each.name: [] for each in contenders}
    for _ in range(rounds):
        for each in contenders:
            speeds[each.name].append(len(each.cases) / seconds(each.begin(), each.cases))
    heads = "".join(f"{'x peer ' + str(number):>11}" for number in range(1, len(found) + 1))
    write(f"  {'':<46}{'n':>9}{'per s':>12}{heads}   aim")
    for each in contenders:
        rate = statistics.median(speeds[each.name])
        ratios = "".join(f"{ratio(speeds[each.name], speeds[peer.name]):>11.2f}" for peer in found)
        met = "met" if rate >= (each.aim or 0) else "missed"
        aim = f"   {each.aim:,} {met}" if each.aim else ""
        write(f"  {each.name:<46}{len(each.cases):>9}{rate:>12,.0f}{ratios}{aim}")


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The median of the ratios of each round, whose runs lie side by side."""
    return statistics.median(one / other for one, other in zip(ours, theirs, strict=True))


def write(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    names = ("decisions", *rule_commands.MEASURED)
    parser.add_argument("what", nargs="*", choices=[*names, []], metavar="WHAT", help=", ".join(names))
    parser.add_argument("--rows", type=int, help="rows (default: 100,000 decisions, 1,000,000 results)")
    parser.add_argument("--rounds", type=int, default=5)
    asked = parser.parse_args()
    wrong = 0
    for name in asked.what or names:
        if name == "decisions":
            wrong += decisions(asked.rows or 100_000, asked.rounds)
        else:
            for line in rule_commands.MEASURED[name](asked.rows or 1_000_000):
                write(line)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
