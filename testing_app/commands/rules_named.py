"""Finds the rule set that an argument of a command names: a file, or one that is known by id and version."""

import os
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

from testing_app.rule_sets import rules

FindRuleSet = Callable[[str, int], rules.RuleSet | None]
Translate = Callable[[str], str]


class RuleSetRefused(Exception):
    """The argument names no rule set that can be used; the text says why and what to do."""


def rule_set_given(given: str, *, on: date, translate: Translate, find: FindRuleSet) -> rules.RuleSet:
    """The rule set for placement that `given` names; `find` knows those with an id and a version.

    An id alone means its newest shipped version in force on the day.
    """
    _ = translate
    if _is_file(given):
        found = _from_file(Path(given), _)
    else:
        found = _known(given, on, _, find)
    if found.answers is not rules.Answers.PLACEMENT:
        text = _(
            "“%(name)s” does not place anybody: it answers “%(answers)s”. Give a rule set for placement."
        )
        raise RuleSetRefused(text % {"name": given, "answers": found.answers.value})
    return found


def shipped(rule_set_id: str, version: int) -> rules.RuleSet | None:
    """A rule set that comes with the product."""
    return rules.shipped_rule_sets().get((rule_set_id, version))


def _is_file(given: str) -> bool:
    return given.endswith(".toml") or Path(given).name != given or os.path.isfile(given)


def _from_file(path: Path, _: Translate) -> rules.RuleSet:
    try:
        return rules.read_rule_set(path)
    except rules.RuleSetError as error:
        raise RuleSetRefused("\n".join(problem_line(problem, _) for problem in error.problems)) from None


def problem_line(problem: rules.Problem, _: Translate) -> str:
    """A problem of a file with its place, in the reader's language."""
    where = f"{problem.place}: " if problem.place else ""
    facts: Mapping[str, object] = problem.message.facts
    text = _(problem.message.template) % facts
    return f"{problem.file}:{problem.line}:{problem.column}: {where}{text}."


def _known(given: str, on: date, _: Translate, find: FindRuleSet) -> rules.RuleSet:
    id, at, version = given.partition("@")
    if at:
        is_number = version.isascii() and version.isdecimal() and len(version) <= 9
        found = find(id, int(version)) if is_number else None
    else:
        found = _in_force(id, on)
    if found is not None:
        return found
    known = sorted(f"{known_id}@{known_version}" for known_id, known_version in rules.shipped_rule_sets())
    facts = {"id": given, "day": on, "known": ", ".join(known)}
    if not at and any(shipped_id == id for shipped_id, _number in rules.shipped_rule_sets()):
        text = _("The rule set “%(id)s” is not in force on %(day)s. Known rule sets: %(known)s.")
        raise RuleSetRefused(text % facts)
    raise RuleSetRefused(_("There is no rule set “%(id)s”. Known rule sets: %(known)s.") % facts)


def _in_force(rule_set_id: str, on: date) -> rules.RuleSet | None:
    sets = rules.shipped_rule_sets().values()
    there = [found for found in sets if found.id == rule_set_id and found.is_in_force(on)]
    return max(there, key=lambda found: found.version, default=None)
