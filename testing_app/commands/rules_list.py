"""The sub-command `lahtotaso rules list`: the rule sets that come with the product."""

import argparse
import gettext
import os
from collections.abc import Iterator
from typing import Any

from testing_app.commands.place import LANGUAGES, TRANSLATIONS, language_of, write
from testing_app.commands.rules_named import Translate
from testing_app.rule_sets import rules


def add_parser(subparsers: Any) -> None:
    """Add `list` to the sub-commands of `rules`."""
    parser = subparsers.add_parser("list", help="list the rule sets that come with the product")
    parser.add_argument("--lang", choices=LANGUAGES, help="language of texts (default: from LANG, else fi)")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write a line for each rule set; the exit status."""
    language = arguments.lang or language_of(os.environ)
    translate = gettext.translation("messages", TRANSLATIONS, [language], fallback=True).gettext
    return write(_lines(language, translate), translate)


def _lines(language: str, _: Translate) -> Iterator[str]:
    known = rules.shipped_rule_sets()
    width = max(len(id) for id, _version in known) + 3
    for (id, version), found in sorted(known.items()):
        tested = ", ".join(found.languages)
        until = found.valid_to or ""
        name = found.name.get(language, id)
        area = f" ({found.area})" if found.area else ""
        yield f"{f'{id}@{version}':<{width}} {found.valid_from}–{until!s:<10} {tested:<6} {name}{area}\n"
