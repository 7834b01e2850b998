"""The sub-command `lahtotaso place`: a test-day sheet in, suggestions out."""

import argparse
import errno
import gettext
import io
import os
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from tqdm import tqdm

from testing_app import clock
from testing_app.rule_sets.rules import (
    Judge,
    RuleSet,
    RuleSetError,
    Suggestion,
    UnknownRuleSet,
    WhyUnknown,
    rule_set_on,
)
from testing_app.sheets.placed import FORMATS, Wording
from testing_app.sheets.problems import SheetRefused, note_text, problem_text, refusal_text
from testing_app.sheets.reading import Sheet, read_sheet_file

LANGUAGES = ("fi", "sv", "en")
TRANSLATIONS = Path(__file__).parents[1] / "translations"
DONE, REFUSED = 0, 2


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `place` to the command's sub-commands."""
    parser = subparsers.add_parser(
        "place",
        help="suggest course groups for a test-day sheet",
        description="Read a test-day sheet (CSV or XLSX) and write a suggestion for each candidate.",
        epilog="Exit status: 0 when all rows (with --skip-bad: any row) were placed, 2 when not.",
    )
    parser.add_argument("file", type=Path, metavar="FILE", help="the sheet, .xlsx or CSV")
    parser.add_argument(
        "--rules", metavar="ID", help="rule set, such as fi-koto-2022 (default: the one in force)"
    )
    parser.add_argument("--on", type=day_of, metavar="YYYY-MM-DD", help="test day (default: today)")
    parser.add_argument("--format", choices=tuple(FORMATS), default="table", help="default: %(default)s")
    parser.add_argument("--skip-bad", action="store_true", help="place the good rows although others are bad")
    parser.add_argument("--lang", choices=LANGUAGES, help="language of texts (default: from LANG, else fi)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Place the sheet's rows; the exit status."""
    language = arguments.lang or language_of(os.environ)
    translate = gettext.translation("messages", TRANSLATIONS, [language], fallback=True).gettext
    try:
        rule_set = rule_set_on(arguments.on or clock.today(), id=arguments.rules)
        sheet = read_sheet_file(arguments.file)
    except UnknownRuleSet as error:
        return refuse(_unknown_text(error, arguments, translate))
    except RuleSetError as error:
        return refuse(str(error))
    except SheetRefused as error:
        return refuse(f"{arguments.file}: {refusal_text(error, translate)}")
    _report(sheet, translate, language)
    placed = any(True for _ in sheet.good_rows)
    if sheet.problems and not (arguments.skip_bad and placed):
        if placed:
            sys.stderr.write(translate("Nobody was placed. To place the good rows, add --skip-bad.") + "\n")
        return REFUSED
    if arguments.skip_bad and not placed:
        return REFUSED
    wording = Wording(rule_set, language, translate)
    return write(FORMATS[arguments.format](wording, _placed(sheet, rule_set)), translate)


def _unknown_text(error: UnknownRuleSet, arguments: argparse.Namespace, _: Callable[[str], str]) -> str:
    """Why no rule set was found, and which there are."""
    texts = {
        WhyUnknown.NO_SUCH_ID: _("There is no rule set “%(id)s”. Known rule sets: %(known)s."),
        WhyUnknown.NOT_IN_FORCE: _("No rule set is in force on %(day)s. Known rule sets: %(known)s."),
        WhyUnknown.SEVERAL: _(
            "Several rule sets are in force on %(day)s. Name one with --rules. Known rule sets: %(known)s."
        ),
    }
    known = (_described(rule_set, _) for rule_set in error.known)
    facts = {"id": arguments.rules, "day": arguments.on or clock.today(), "known": ", ".join(sorted(known))}
    return texts[error.why] % facts


def _described(rule_set: RuleSet, _: Callable[[str], str]) -> str:
    facts = {
        "id": rule_set.id,
        "version": rule_set.version,
        "first": rule_set.valid_from,
        "last": rule_set.valid_to,
    }
    if rule_set.valid_to:
        return _("%(id)s version %(version)d (%(first)s to %(last)s)") % facts
    return _("%(id)s version %(version)d (from %(first)s)") % facts


def language_of(environment: "os._Environ[str] | dict[str, str]") -> str:
    """The language that the terminal asks for; Finnish when it asks for none of ours."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        asked = environment.get(name, "")[:2]
        if asked in LANGUAGES:
            return asked
    return "fi"


def _placed(sheet: Sheet, rule_set: RuleSet) -> Iterator[tuple[str, Suggestion]]:
    """Each good row's candidate with the suggestion, behind a progress bar when someone watches."""
    judge = Judge(rule_set)
    rows = sheet.good_rows
    if sys.stderr.isatty() and len(sheet.rows) > 1000:
        rows = iter(tqdm(rows, total=len(sheet.rows), unit="row", file=sys.stderr, leave=False))
    for row, evidence in rows:
        yield row.candidate, judge.suggest(evidence)


def write(pieces: Iterator[str], translate: Callable[[str], str]) -> int:
    """Write the pieces to standard output as UTF-8, many at a time."""
    if sys.stdout is None:
        return refuse(
            translate("The output cannot be written: %(error)s") % {"error": os.strerror(errno.EBADF)}
        )
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    try:
        for piece in pieces:
            sys.stdout.write(piece)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        return refuse(translate("The output cannot be written: %(error)s") % {"error": error.strerror})
    return DONE


def _report(sheet: Sheet, translate: Callable[[str], str], language: str) -> None:
    for note in sheet.notes:
        sys.stderr.write(f"{note_text(note, translate, language=language)}\n")
    for problem in sheet.problems:
        sys.stderr.write(f"{problem_text(problem, translate)}\n")


def refuse(text: str) -> int:
    """Say why it cannot be done; the exit status."""
    sys.stderr.write(f"{text}\n")
    return REFUSED


def day_of(text: str) -> date:
    """The date an argument gives."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date such as 2026-03-12") from None
