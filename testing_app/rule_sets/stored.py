"""Reads rule sets from stored texts, each text once: reading and checking cost more than judging."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from testing_app.errors import Conflict
from testing_app.rule_sets import rules
from testing_app.rule_sets.identity import digest_of

Check = Callable[[rules.RuleSet], Sequence[object]]
"""What looks for faults in a rule set (gaps, rules never reached ...) and gives its findings."""

Library = Callable[[str, int], str | None]
"""Finds the text of a rule set that another one includes; what it finds never changes."""

Found = TypeVar("Found")

MOST_REMEMBERED = 500
_READ: dict[str, rules.RuleSet] = {}
_CHECKED: dict[tuple[str, object], tuple[Any, ...]] = {}


def read_text(text: str, name: str, *, library: Library) -> rules.RuleSet:
    """The rule set a text describes, or `rules.RuleSetError` with every problem in it."""
    digest = digest_of(text)
    found = _READ.get(digest)
    if found is None:
        found = rules.parse_rule_set(text, name, library=library)
        _make_room(_READ)
        _READ[digest] = found
    return found


def read_sealed(sha256: str, name: str, load: Callable[[], str], *, library: Library) -> rules.RuleSet:
    """The rule set of a sealed text, loaded only when it was not read before.

    `Conflict` when the text is not the one that was sealed, or this version of the product cannot read it.
    """
    found = _READ.get(sha256)
    if found is not None:
        return found
    text = load()
    if digest_of(text) != sha256:
        raise Conflict("rule_set_altered", name=name)
    try:
        return read_text(text, name, library=library)
    except rules.RuleSetError as error:
        raise Conflict("rule_set_no_longer_readable", name=name) from error


def findings_of(
    rule_set: rules.RuleSet, check: Callable[[rules.RuleSet], Sequence[Found]], *, sha256: str
) -> Sequence[Found]:
    """What a check finds in the rule set of a text (its digest), asked once.

    A check may take seconds: a view asks before it opens the transaction in which the answer is needed.
    """
    key = (sha256, check)
    if key not in _CHECKED:
        findings = tuple(check(rule_set))
        _make_room(_CHECKED)
        _CHECKED[key] = findings
    return _CHECKED[key]


def _make_room(memory: dict[Any, Any]) -> None:
    if len(memory) >= MOST_REMEMBERED:
        memory.clear()
