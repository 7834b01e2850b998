"""Finds the rule set that an argument of `lahtotaso rules` names, with its text: a file, or a shipped one."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

from testing_app.commands.rules_named import RuleSetRefused, Translate, problem_line
from testing_app.rule_sets import rules

_NAMED = re.compile(r"(?P<id>[a-z0-9][a-z0-9-]*)(@(?P<version>[0-9]{1,9}))?")


@dataclass(frozen=True)
class Named:
    """A rule set with the name and text of its file."""

    file: str
    text: str
    rule_set: rules.RuleSet


def rule_set_named(given: str, translate: Translate) -> Named:
    """The rule set of a file, or of a shipped ID or ID@VERSION (without a version the newest).

    RuleSetRefused tells every problem with its line and column.
    """
    match = _NAMED.fullmatch(given)
    try:
        if match and not os.path.exists(given):  # never an error, however long the name
            return _shipped(match["id"], match["version"], given, translate)
        rule_set = rules.read_rule_set(Path(given))
    except rules.RuleSetError as error:
        lines = (problem_line(problem, translate) for problem in error.problems)
        raise RuleSetRefused("\n".join(lines)) from None
    return Named(given, Path(given).read_text(encoding="utf-8"), rule_set)


def _shipped(id: str, version: str | None, given: str, _: Translate) -> Named:
    known = rules.shipped_rule_sets()
    versions = [number for known_id, number in known if known_id == id]
    number = int(version) if version else max(versions, default=0)
    if (id, number) not in known:
        there = ", ".join(f"{known_id}@{known_version}" for known_id, known_version in sorted(known))
        text = _("There is no file “%(given)s” and no rule set of that name. Known rule sets: %(known)s.")
        raise RuleSetRefused(text % {"given": given, "known": there})
    return Named(f"{id}@{number}", rules.shipped_text(id, number) or "", known[id, number])
