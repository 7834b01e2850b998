"""Problems of a rule set file and findings of its check, in the reader's words."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext

from testing_app.rule_sets import rules
from testing_app.rule_sets.finding_texts import as_people_read_it, finding_text, witness_texts
from testing_app.web.layout import current_language
from testing_app.web.rule_words import TITLES


@dataclass(frozen=True, kw_only=True)
class ProblemInWords:
    """Where a file cannot be read, and what was expected."""

    line: int
    column: int
    place: str
    path: tuple[str | int, ...]
    text: str


@dataclass(frozen=True, kw_only=True)
class FindingInWords:
    """What the check found, and the inputs that show it."""

    text: str
    examples: Sequence[str]


def problems_in_words(error: rules.RuleSetError) -> list[ProblemInWords]:
    """Every problem, from the top of the file."""
    return [
        ProblemInWords(
            line=problem.line,
            column=problem.column,
            place=problem.place,
            path=problem.path,
            text=gettext(problem.message.template) % problem.message.facts,
        )
        for problem in error.problems
    ]


def findings_in_words(findings: Sequence[rules.Finding], rule_set: rules.RuleSet) -> list[FindingInWords]:
    """Every finding with the inputs that show it."""
    label = as_people_read_it(rule_set, language=current_language())

    def name(code: str) -> str:
        return str(TITLES[code]) if code in rule_set.tables and code in TITLES else label(code)

    return [
        FindingInWords(
            text=finding_text(each, gettext, name=name), examples=witness_texts(each, gettext, name=name)
        )
        for each in findings
    ]
