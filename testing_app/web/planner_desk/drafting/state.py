"""How far a written version has come: what keeps it from being read, and what the check finds in it."""

from collections.abc import Sequence
from dataclasses import dataclass

from testing_app.rule_sets import editing, rules
from testing_app.rule_sets.queries import RuleSetText, read_draft
from testing_app.rule_sets.stored import findings_of
from testing_app.web.planner_desk.drafting.places import address_of, own_document
from testing_app.web.planner_desk.drafting.problems import (
    FindingInWords,
    ProblemInWords,
    findings_in_words,
    problems_in_words,
)
from testing_app.web.planner_desk.drafting.table_words import title_of
from testing_app.web.rule_set_words import SourceInWords, sources_in_words
from testing_app.web.rule_words import TableInWords, rule_set_name, tables_in_words
from testing_app.web.units import Session


@dataclass(frozen=True, kw_only=True)
class DraftState:
    """A version with its rule set if it can be read, else its problems; and the findings of the check."""

    draft: RuleSetText
    rule_set: rules.RuleSet | None
    problems: Sequence[ProblemInWords]
    findings: Sequence[FindingInWords]

    @property
    def tables(self) -> list[TableInWords]:
        """Its decision tables in words; none while it cannot be read."""
        return tables_in_words(self.rule_set) if self.rule_set else []

    @property
    def sources(self) -> dict[str, SourceInWords]:
        """Where its numbers come from, each with a letter."""
        return sources_in_words(self.rule_set) if self.rule_set else {}

    @property
    def title(self) -> str:
        """Its name as people tell it from others; blank while it cannot be read."""
        return rule_set_name(self.rule_set) if self.rule_set else ""

    @property
    def has_borrowed_title(self) -> bool:
        """Whether a draft is still called what a shipped set is called."""
        titles = {rule_set_name(each) for each in rules.shipped_rule_sets().values()}
        return not self.draft.is_sealed and self.title in titles

    def mended_at(self, problem: ProblemInWords) -> str:
        """The page and field on which a problem is mended; blank once the version is sealed."""
        if self.draft.is_sealed:
            return ""
        return address_of(problem, own_document(self.draft.text), draft_id=self.draft.id)

    @property
    def editable(self) -> dict[str, str]:
        """The tables that can be edited while the whole cannot be read, with their titles."""
        document = own_document(self.draft.text)
        names = editing.table_names(document) if document is not None and not self.draft.is_sealed else ()
        return {name: title_of(name) for name in names}

    def line(self, number: int) -> str:
        """One line of the text, from 1; blank beyond its end."""
        lines = self.draft.text.splitlines()
        return lines[number - 1] if 0 < number <= len(lines) else ""

    @property
    def is_ready(self) -> bool:
        """Whether it can be proposed."""
        return self.rule_set is not None and not self.findings


def state_of(session: Session, draft: RuleSetText) -> DraftState:
    """Read and check a version; both are remembered for each text."""
    try:
        rule_set = read_draft(session, draft)
    except rules.RuleSetError as error:
        return DraftState(draft=draft, rule_set=None, problems=problems_in_words(error), findings=())
    found = findings_of(rule_set, rules.faults_of, sha256=draft.sha256)
    return DraftState(
        draft=draft, rule_set=rule_set, problems=(), findings=findings_in_words(found, rule_set)
    )
