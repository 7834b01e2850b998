"""The sub-command `lahtotaso rules show`: a rule set as tables that can be read."""

import argparse
import gettext
import os
from typing import Any

from testing_app.commands.place import LANGUAGES, TRANSLATIONS, language_of, refuse, write
from testing_app.commands.rules_named import RuleSetRefused
from testing_app.commands.rules_texts import rule_set_named
from testing_app.rule_sets.table_texts import RuleSetInText


def add_parser(subparsers: Any) -> None:
    """Add `show` to the sub-commands of `rules`."""
    parser = subparsers.add_parser("show", help="show a rule set as tables that can be read")
    parser.add_argument("file", metavar="FILE", help="a rule set file, or a shipped ID or ID@VERSION")
    parser.add_argument("--lang", choices=LANGUAGES, help="language of texts (default: from LANG, else fi)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the rule set; the exit status."""
    language = arguments.lang or language_of(os.environ)
    translate = gettext.translation("messages", TRANSLATIONS, [language], fallback=True).gettext
    try:
        named = rule_set_named(arguments.file, translate)
    except RuleSetRefused as problem:
        return refuse(str(problem))
    lines = RuleSetInText(named.rule_set, language, translate).lines()
    return write((f"{line}\n" for line in lines), translate)
