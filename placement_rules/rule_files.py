"""Finds and reads rule set files (TOML); a malformed file is refused with every problem and its place."""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from placement_rules.fields import Problem, Problems
from placement_rules.messages import N_, Message
from placement_rules.reading import RuleSetReader
from placement_rules.rule_set import Answers, RuleSet
from placement_rules.toml_places import Path as PathInFile
from placement_rules.toml_places import places_of

RULE_SETS = Path(__file__).with_name("rulesets")
Library = Callable[[str, int], str | None]
"""Finds the text of a rule set by id and version, for those that include it."""

_OWN = ("id", "version", "name", "languages", "area", "valid_from", "valid_to", "include")
_MERGED = ("tables", "reasons", "labels", "sources", "inputs")
_DEEPEST = 20
"""How often tables and lists may stand inside each other; no field of a rule set needs nearly as much."""
MOST_CHARACTERS = 500_000
"""Longer texts are refused unread; the longest file that is shipped has 15,000 characters."""
_GREATEST = 999_999_999
_DOTTED = re.compile(
    r"""(?:^|[\[{,])[ \t]*(?:(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')[ \t]*\.[ \t]*){20}""", re.MULTILINE
)
"""A name of so many parts (`a.b.c`) goes too deep as well, and takes `tomllib` ages to read."""
_ID = re.compile(r"[a-z0-9-]{1,100}")
_TOO_MUCH = N_("a list or table goes too deep, or a number is too long, to be read")
_SYNTAX = re.compile(r"(?P<what>.*) \(at (line (?P<line>\d+), column (?P<column>\d+)|end of document)\)")


class RuleSetError(ValueError):
    """A rule set cannot be read or found; the text says what, where and what to do."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(problem.text for problem in problems))
        self.problems = tuple(problems)


class WhyUnknown(StrEnum):
    """Why a question for a rule set has no answer."""

    NO_SUCH_ID = "no_such_id"
    NOT_IN_FORCE = "not_in_force"
    SEVERAL = "several"


class UnknownRuleSet(ValueError):
    """No rule set answers the question; the text, and `known` for other texts, list those there are."""

    def __init__(self, problem: str, *, why: WhyUnknown, known: Sequence[RuleSet]) -> None:
        super().__init__(problem)
        self.why, self.known = why, tuple(known)


def rule_set_on(
    day: date,
    *,
    language: str = "fi",
    id: str | None = None,
    answers: Answers = Answers.PLACEMENT,
    folder: Path = RULE_SETS,
) -> RuleSet:
    """The rule set in force on a test day for the language tested; the newest version where several are.

    Without an id only national sets are meant; a local set (one with an area) must be named.
    """
    known = [found for found in rule_sets(folder) if found.answers is answers]
    there = ", ".join(sorted(_described(rule_set) for rule_set in known)) or "none"
    named = [found for found in known if (found.area is None if id is None else found.id == id)]
    if not named:
        text = f'There is no rule set "{id}". Known rule sets: {there}.'
        raise UnknownRuleSet(text, why=WhyUnknown.NO_SUCH_ID, known=known)
    valid = [found for found in named if found.is_in_force(day) and language in found.languages]
    if not valid:
        text = f'No rule set is in force on {day} for the language "{language}". Known: {there}.'
        raise UnknownRuleSet(text, why=WhyUnknown.NOT_IN_FORCE, known=known)
    if len({rule_set.id for rule_set in valid}) > 1:
        text = f"Several rule sets are in force on {day}; name one. Known: {there}."
        raise UnknownRuleSet(text, why=WhyUnknown.SEVERAL, known=known)
    return max(valid, key=lambda rule_set: rule_set.version)


def rule_sets(folder: Path = RULE_SETS) -> list[RuleSet]:
    """Every rule set of a folder, by file name."""
    return [read_rule_set(path) for path in sorted(folder.glob("*.toml"))]


def _described(rule_set: RuleSet) -> str:
    until = f" to {rule_set.valid_to}" if rule_set.valid_to else ""
    return f"{rule_set.id} version {rule_set.version} (from {rule_set.valid_from}{until})"


def shipped_text(id: str, version: int) -> str | None:
    """The text of a rule set that comes with the product, or None."""
    return _text_in(RULE_SETS, id, version)


def _text_in(folder: Path, id: str, version: int) -> str | None:
    """The text of a rule set in a folder, or None when it is not there or no text."""
    path = folder / f"{id}.v{version}.toml"
    try:
        return path.read_text(encoding="utf-8") if _ID.fullmatch(id) and path.is_file() else None
    except (OSError, UnicodeDecodeError):
        return None


def read_rule_set(path: Path) -> RuleSet:
    """Read a rule set file, or raise RuleSetError with every problem in it."""
    try:
        with path.open(encoding="utf-8") as file:
            text = file.read(MOST_CHARACTERS + 1)
    except UnicodeDecodeError:
        raise _unreadable(path.name, Message(N_("this is not a text file in UTF-8"))) from None
    except OSError as error:
        raise _unreadable(
            path.name, Message(N_("the file cannot be read: %(error)s"), {"error": error.strerror})
        ) from None
    library: Library = lambda id, version: _beside(path.parent, id, version)  # noqa: E731
    return parse_rule_set(text, path.name, library=library)


def _beside(folder: Path, id: str, version: int) -> str | None:
    """An included set: in the same folder, else one that comes with the product."""
    return _text_in(folder, id, version) or shipped_text(id, version)


def parse_rule_set(text: str, name: str, *, library: Library = shipped_text) -> RuleSet:
    """Make a rule set from the text of a file; `name` stands in front of each problem."""
    content = own_document(text, name)
    problems = Problems(name, places_of(text))
    merged = _with_included(content, problems, library, depth=0)
    rule_set = RuleSetReader(merged, problems).read()
    if problems.found or rule_set is None:
        raise RuleSetError(sorted(problems.found, key=lambda problem: (problem.line, problem.column)))
    return rule_set


def document_of(text: str, name: str, *, library: Library = shipped_text) -> dict[str, Any]:
    """The plain content of a file with what it includes; RuleSetError when it is not TOML."""
    return _with_included(own_document(text, name), Problems(name, places_of(text)), library, depth=0)


def own_document(text: str, name: str) -> dict[str, Any]:
    """The plain content of a file without what it includes; RuleSetError when it is not TOML."""
    if len(text) > MOST_CHARACTERS:
        template = N_("the file is longer than a rule set can be: more than %(most)d characters")
        raise _unreadable(name, Message(template, {"most": MOST_CHARACTERS}))
    if _DOTTED.search(text):
        raise _unreadable(name, Message(_TOO_MUCH))
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        match = _SYNTAX.fullmatch(str(error))
        message = Message(N_("this is not TOML: %(error)s"), {"error": match["what"] if match else error})
        lines = text.removesuffix("\n").split("\n")
        line = int(match["line"] or len(lines)) if match else 1
        column = int(match["column"] or len(lines[-1]) + 1) if match else 1
        raise RuleSetError([Problem(name, line, column, (), message)]) from None
    except (RecursionError, ValueError):  # tomllib has no word of its own for these
        raise _unreadable(name, Message(_TOO_MUCH)) from None
    if _is_deeper_than(_DEEPEST, content):
        raise _unreadable(name, Message(_TOO_MUCH))
    _refuse_long_numbers(content, Problems(name, places_of(text)))
    return content


def _refuse_long_numbers(content: Mapping[str, Any], problems: Problems) -> None:
    """Whole numbers that nothing here can mean, and that some sums could not hold."""
    for path in _long_numbers(content, ()):
        problems.add(path, N_("a whole number of at most nine digits is expected"))
    if problems.found:
        raise RuleSetError(problems.found)


def _long_numbers(value: Any, path: PathInFile) -> Iterator[PathInFile]:
    if isinstance(value, int) and abs(value) > _GREATEST:
        yield path
    for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield from _long_numbers(value[key], (*path, key))


def _is_deeper_than(depth: int, content: Mapping[str, Any]) -> bool:
    """Whether tables and lists stand inside each other more often than this."""
    found: list[Any] = [content]
    for _ in range(depth):
        found = [inner for each in found for inner in _inside(each)]
    return any(isinstance(each, dict | list) for each in found)


def _inside(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _with_included(
    content: Mapping[str, Any], problems: Problems, library: Library, *, depth: int
) -> dict[str, Any]:
    """The content with what it includes: named tables are replaced, texts and inputs added to."""
    include = content.get("include")
    if not isinstance(include, dict):
        return dict(content)
    id, version = include.get("id"), include.get("version")
    text = library(id, version) if isinstance(id, str) and isinstance(version, int) else None
    if text is None or depth > 5:
        problems.add(
            ("include",),
            N_("the rule set %(id)s, version %(version)s is not there to include"),
            id=id,
            version=version,
        )
        return dict(content)
    base = _with_included(own_document(text, f"{id}.v{version}.toml"), problems, library, depth=depth + 1)
    merged = {key: value for key, value in base.items() if key not in _OWN} | dict(content)
    for section in _MERGED:
        if isinstance(base.get(section), dict) and isinstance(content.get(section), dict):
            merged[section] = {**base[section], **content[section]}
    return merged


def _unreadable(name: str, message: Message) -> RuleSetError:
    return RuleSetError([Problem(name, 1, 1, (), message)])
