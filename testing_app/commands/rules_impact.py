"""The sub-command `lahtotaso rules impact`: who would be placed elsewhere if the rules changed."""

import argparse
import gettext
import importlib
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from tqdm import tqdm

from testing_app import clock
from testing_app.commands.place import LANGUAGES, TRANSLATIONS, day_of, language_of, refuse, write
from testing_app.commands.rules_named import FindRuleSet, RuleSetRefused, rule_set_given, shipped
from testing_app.rule_sets import rules
from testing_app.sheets.problems import Problem, SheetRefused, note_text, problem_text, refusal_text
from testing_app.sheets.streaming import stream_sheet_file
from testing_app.statistics.impact_sheet import comparison_on, count_rows
from testing_app.statistics.impact_shown import shown_impact
from testing_app.statistics.impact_written import FORMATS, ImpactWording
from testing_app.statistics.small_cells import SMALLEST_SHOWN
from testing_app.vocabulary import TestedLanguage

EVERYTHING_SHOWN = 1
DATABASE_PART = "testing_app.commands.rules_impact_database"
Translate = Callable[[str], str]
Row = TypeVar("Row")


def add_parser(subparsers: Any) -> None:
    """Add `impact` to the sub-commands of `rules`."""
    parser = subparsers.add_parser(
        "impact",
        help="compare two rule sets on a population, before a change",
        description="Count who would be placed elsewhere by the NEW rule set than by the OLD one, by which"
        " rules, and in which groups. Nothing signed changes.",
        epilog="OLD and NEW are files, or rule sets by id and version, such as fi-koto-2022@1 (without a"
        " version: the one in force). POPULATION is a sheet as for `lahtotaso place`, of any length, a row"
        " for each result; columns for mother tongue and municipality are read too. Exit status: 0 when"
        " all rows (with --skip-bad: any row) were compared, 2 when not.",
    )
    parser.add_argument("old", metavar="OLD", help="the rule set to compare with: a file, ID or ID@VERSION")
    parser.add_argument("new", metavar="NEW", help="the rule set that would replace it")
    parser.add_argument(
        "population", nargs="?", type=Path, metavar="POPULATION", help="a sheet of results, .xlsx or CSV"
    )
    parser.add_argument(
        "--database", action="store_true", help="compare on the signed results of this installation instead"
    )
    parser.add_argument("--since", type=day_of, metavar="YYYY-MM-DD", help="first test day (with --database)")
    parser.add_argument("--until", type=day_of, metavar="YYYY-MM-DD", help="last test day (with --database)")
    parser.add_argument("--tested", choices=tuple(TestedLanguage), help="language tested (with --database)")
    parser.add_argument(
        "--on", type=day_of, metavar="YYYY-MM-DD", help="day on which an ID without a version is in force"
    )
    parser.add_argument("--format", choices=tuple(FORMATS), default="table", help="default: %(default)s")
    parser.add_argument(
        "--skip-bad", action="store_true", help="compare the good rows although others are bad"
    )
    parser.add_argument(
        "--show-small", action="store_true", help=f"show numbers under {SMALLEST_SHOWN} too: do not pass on"
    )
    parser.add_argument("--lang", choices=LANGUAGES, help="language of texts (default: from LANG, else fi)")
    parser.set_defaults(run=run)


@dataclass(frozen=True)
class Asked:
    """What the arguments ask for, and the reader's language to answer in."""

    arguments: argparse.Namespace
    language: str
    translate: Translate

    def rule_sets(self, find: FindRuleSet = shipped) -> tuple[rules.RuleSet, rules.RuleSet]:
        """OLD and NEW."""
        on = self.arguments.on or clock.today()
        given = self.arguments.old, self.arguments.new
        old, new = (rule_set_given(name, on=on, translate=self.translate, find=find) for name in given)
        return old, new

    def watched(self, rows: Iterator[Row], total: int | None) -> Iterator[Row]:
        """The rows behind a progress bar when somebody watches."""
        if not sys.stderr.isatty():
            return rows
        return iter(tqdm(rows, total=total, unit="row", file=sys.stderr, leave=False))


class NotCompared(Exception):
    """Nothing could be compared; the text says why."""


def run(arguments: argparse.Namespace) -> int:
    """Compare and write what was found; the exit status."""
    language = arguments.lang or language_of(os.environ)
    translate = gettext.translation("messages", TRANSLATIONS, [language], fallback=True).gettext
    asked = Asked(arguments, language, translate)
    try:
        impact = _impact(asked)
    except (RuleSetRefused, NotCompared) as problem:
        return refuse(str(problem))
    except SheetRefused as error:
        return refuse(f"{arguments.population}: {refusal_text(error, translate)}")
    smallest = EVERYTHING_SHOWN if arguments.show_small else SMALLEST_SHOWN
    wording = ImpactWording(language, translate, smallest)
    shown = shown_impact(impact, smallest_shown=smallest)
    return write(FORMATS[arguments.format](shown, wording), translate)


def _impact(asked: Asked) -> rules.Impact:
    arguments, _ = asked.arguments, asked.translate
    if arguments.database and arguments.population is not None:
        raise NotCompared(_("Give a sheet or --database, not both."))
    if arguments.database:
        # The web application and the database are loaded only for those who ask for them.
        found: rules.Impact = importlib.import_module(DATABASE_PART).impact_on_database(asked)
        return found
    if arguments.population is None:
        raise NotCompared(_("Give the population: a sheet, or --database for the signed results."))
    return _on_sheet(asked)


def _on_sheet(asked: Asked) -> rules.Impact:
    """Count the rows of the sheet one by one; told what is wrong with any of them."""
    old, new = asked.rule_sets()
    sheet = stream_sheet_file(asked.arguments.population)
    for note in sheet.notes:
        sys.stderr.write(note_text(note, asked.translate, language=asked.language) + "\n")
    problems = _tell(sheet.problems, asked.translate)
    comparison = comparison_on(sheet, old=old, new=new)
    for found in count_rows(asked.watched(sheet.rows, sheet.lines), sheet, comparison):
        problems += _tell(found, asked.translate)
    impact = comparison.impact()
    _refuse_bad(asked, compared=impact.results, problems=problems)
    return impact


def _tell(problems: Sequence[Problem], translate: Translate) -> int:
    """Write the problems; how many there were."""
    for problem in problems:
        sys.stderr.write(problem_text(problem, translate) + "\n")
    return len(problems)


def _refuse_bad(asked: Asked, *, compared: int, problems: int) -> None:
    """Nothing is compared when a row is bad, unless only the good ones are asked for and there are some."""
    _ = asked.translate
    if not problems or (asked.arguments.skip_bad and compared):
        return
    if compared:
        raise NotCompared(_("Nothing was compared. To compare the good rows, add --skip-bad."))
    raise NotCompared(_("Nothing was compared: no row can be read."))
