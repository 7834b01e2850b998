"""The sub-command `lahtotaso rules check`: proves a rule set, or shows by examples what is wrong with it."""

import argparse
import gettext
import os
import sys
from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any

from tqdm import tqdm

from testing_app.commands.place import LANGUAGES, TRANSLATIONS, language_of, refuse, write
from testing_app.commands.rules_named import RuleSetRefused, Translate
from testing_app.commands.rules_texts import Named, rule_set_named
from testing_app.rule_sets import rules
from testing_app.rule_sets.finding_texts import finding_text, witness_texts

PROVEN, FOUND_WANTING = 0, 1


def add_parser(subparsers: Any) -> None:
    """Add `check` to the sub-commands of `rules`."""
    parser = subparsers.add_parser(
        "check",
        help="prove that a rule set is complete and never contradicts itself",
        description="Prove a rule set over every combination of its inputs: each reaches exactly one outcome,"
        " every rule has a use, raising a skill, literacy or readiness never leads to something easier, and"
        " texts and sources are there.",
        epilog="Exit status: 0 when all is proven, 1 when something was found (each with inputs that show"
        " it), 2 when the file cannot be read.",
    )
    parser.add_argument("file", metavar="FILE", help="a rule set file, or a shipped ID or ID@VERSION")
    parser.add_argument("--lang", choices=LANGUAGES, help="language of texts (default: from LANG, else fi)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Prove the rule set and write what was found; the exit status."""
    language = arguments.lang or language_of(os.environ)
    translate = gettext.translation("messages", TRANSLATIONS, [language], fallback=True).gettext
    try:
        named = rule_set_named(arguments.file, translate)
    except RuleSetRefused as problem:
        return refuse(str(problem))
    began = perf_counter()
    report = _check(named.rule_set)
    lines = _lines(report, named, translate, seconds=perf_counter() - began)
    status = write((f"{line}\n" for line in lines), translate)
    return status or (PROVEN if report.is_proven else FOUND_WANTING)


def _check(rule_set: rules.RuleSet) -> rules.Report:
    """Check behind a progress bar when somebody watches and it takes long enough to see one."""
    with tqdm(file=sys.stderr, leave=False, delay=1, disable=not sys.stderr.isatty()) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        return rules.check(rule_set, progress=show)


def _lines(report: rules.Report, named: Named, _: Translate, *, seconds: float) -> Iterator[str]:
    """Every finding with its place and examples, then what was proven."""
    places = rules.places_of(named.text)
    for finding in report.findings:
        place = places.nearest(finding.path)
        yield from _finding(finding, f"{named.file}:{place.line}:{place.column}", _)
    facts = {
        "combinations": f"{report.combinations:,}".replace(",", " "),
        "classes": f"{report.classes:,}".replace(",", " "),
        "rules": report.rules,
        "seconds": f"{seconds:.2f}",
        "faults": len(report.faults),
        "notes": len(report.notes),
    }
    if report.is_proven:
        yield (
            _(
                "Proven: %(combinations)s combinations of inputs in %(classes)s classes, %(rules)s rules, "
                "%(seconds)s seconds."
            )
            % facts
        )
    else:
        yield _("Not proven. Faults: %(faults)s, notes: %(notes)s.") % facts


def _finding(finding: rules.Finding, place: str, _: Callable[[str], str]) -> Iterator[str]:
    text = finding_text(finding, _)
    if finding.is_fault:
        yield f"{place}: {text}."
    else:
        yield _("%(place)s: note: %(text)s.") % {"place": place, "text": text}
    for witness in witness_texts(finding, _):
        yield f"    {witness}"
    if finding.cases > 1:
        yield "    " + _("(classes of inputs concerned: %(count)s)") % {"count": finding.cases}
