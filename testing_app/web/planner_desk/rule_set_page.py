"""One rule set as its page shows it: tables, what it is made of, its versions."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from testing_app.rule_sets import rules
from testing_app.web.layout import current_language
from testing_app.web.placement_words import name_of
from testing_app.web.planner_desk.known_sets import QUESTIONS, Listed, languages_of, listed
from testing_app.web.planner_desk.trial import Trial
from testing_app.web.rule_set_words import (
    InputInWords,
    SourceInWords,
    borderline_in_words,
    chain_in_words,
    exceptions_in_words,
    inputs_in_words,
    sources_in_words,
    weights_in_words,
)
from testing_app.web.rule_words import UNMARKED, TableInWords, rule_set_name, tables_in_words


@dataclass(frozen=True, kw_only=True)
class RequirementInWords:
    """What one vocational field asks, skill by skill."""

    field: str
    levels: Sequence[str]
    sources: Sequence[str]


class RuleSetPage:
    """Words for the template, each made when it is asked for."""

    def __init__(
        self, rule_set: rules.RuleSet, *, known: Sequence[rules.RuleSet], trial: Trial | None = None
    ) -> None:
        self.rule_set = rule_set
        self._known = known
        self._trial = trial

    @property
    def name(self) -> str:
        """What it is called."""
        return rule_set_name(self.rule_set)

    @property
    def address(self) -> dict[str, object]:
        """What routes need to find it."""
        return {"rule_set_id": self.rule_set.id, "number": self.rule_set.version}

    @property
    def answers(self) -> str:
        """The code of the question it answers."""
        return self.rule_set.answers.value

    @property
    def question(self) -> str:
        """The question it answers."""
        return str(QUESTIONS[self.rule_set.answers])

    @property
    def languages(self) -> str:
        """The languages tested."""
        return languages_of(self.rule_set)

    @cached_property
    def tables(self) -> list[TableInWords]:
        """Its decision tables; rows that decided about the imagined person are marked."""
        return tables_in_words(self.rule_set, self._trial.marks if self._trial else UNMARKED)

    @cached_property
    def sources(self) -> dict[str, SourceInWords]:
        """Where its numbers come from, by code."""
        return sources_in_words(self.rule_set)

    @property
    def inputs(self) -> list[InputInWords]:
        """What is asked, and what the answers can be."""
        return inputs_in_words(self.rule_set)

    @property
    def is_graded(self) -> bool:
        """Whether any track has modules by the overall level."""
        return any(track.graded for track in self.rule_set.tracks.values())

    @property
    def weights(self) -> str:
        """How the skills count in the overall level."""
        return weights_in_words(self.rule_set)

    @property
    def borderline(self) -> str:
        """When a suggestion is called borderline; empty when never."""
        return borderline_in_words(self.rule_set)

    @property
    def orders(self) -> list[str]:
        """Chains of tracks and modules from easier to harder."""
        chains = (*self.rule_set.rises_tracks, *self.rule_set.rises_modules)
        return [chain_in_words(chain, self.rule_set) for chain in chains]

    @property
    def exceptions(self) -> list[tuple[str, str]]:
        """Declared exceptions to that order, with reasons."""
        return exceptions_in_words(self.rule_set)

    @property
    def skills(self) -> list[str]:
        """The names of the four skills."""
        return [name_of(skill, self.rule_set) for skill in rules.SKILLS]

    @property
    def requirements(self) -> list[RequirementInWords]:
        """What each vocational field asks."""
        language = current_language()
        return [
            RequirementInWords(
                field=name_of(row.field, self.rule_set),
                levels=[row.levels[skill].shown(language) for skill in rules.SKILLS],
                sources=row.sources,
            )
            for row in self.rule_set.requirements
        ]

    @cached_property
    def versions(self) -> list[Listed]:
        """Every version the reader may compare, newest first."""
        same = [each for each in self._known if each.id == self.rule_set.id]
        if self.rule_set not in same:
            same.append(self.rule_set)
        return listed(sorted(same, key=lambda each: each.version, reverse=True))

    @property
    def version_before(self) -> rules.RuleSet | None:
        """The version this one follows."""
        older = [each.rule_set for each in self.versions if each.rule_set.version < self.rule_set.version]
        return older[0] if older else None

    @property
    def comparable(self) -> list[Listed]:
        """The other sets that answer the same question."""
        return listed(
            [
                each
                for each in self._known
                if each.answers is self.rule_set.answers
                and (each.id, each.version) != (self.rule_set.id, self.rule_set.version)
            ]
        )

    @property
    def included(self) -> tuple[str, int] | None:
        """The rule set it builds on."""
        return self.rule_set.included
