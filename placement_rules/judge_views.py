"""What the rules can tell about the four skills: few views of the many combinations of levels."""

from collections.abc import Iterator

from placement_rules.conditions import OVERALL, InputTest, Test
from placement_rules.inputs import SKILLS, Ranks
from placement_rules.judge_memory import Steps
from placement_rules.judging import overall_of
from placement_rules.levels import Level
from placement_rules.rule_set import RuleSet


class Views:
    """Finds the view of any steps of the four skills, and remembers; `ranks` has an example of each."""

    def __init__(self, rule_set: RuleSet) -> None:
        self.rule_set = rule_set
        self.ranks: list[Ranks] = []
        tests = tuple(_tests_of_skills(rule_set))
        self._tests = tuple(test for test in tests if not _is_of_overall(test))
        self._overall_tests = tuple(test for test in tests if _is_of_overall(test))
        self._order_matters = _order_matters(rule_set, tests)
        self._ids: dict[object, int] = {}
        self._found: dict[object, tuple[int, Level | None]] = {}
        self._truths: dict[Level | None, tuple[bool | None, ...]] = {}

    def of(self, steps: Steps) -> tuple[int, Level | None]:
        """The view of these steps, and the overall level they make."""
        key: object = steps
        if not self._order_matters:
            key = _without_order(steps)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._new(by_skill(steps))
        return found

    def _new(self, ranks: Ranks) -> tuple[int, Level | None]:
        overall = overall_of(ranks, self.rule_set)
        truths = tuple([test.truth(ranks) for test in self._tests])
        missing = tuple([name for name in SKILLS if ranks[name] is None])
        key = (truths, missing, self._truths_at(overall))
        view = self._ids.setdefault(key, len(self.ranks))
        if view == len(self.ranks):
            self.ranks.append(ranks)
        return view, overall

    def _truths_at(self, overall: Level | None) -> tuple[bool | None, ...]:
        """What the tests of the overall level say about it."""
        truths = self._truths.get(overall)
        if truths is None:
            ranks: Ranks = {OVERALL: overall.step if overall else None}
            truths = self._truths[overall] = tuple([test.truth(ranks) for test in self._overall_tests])
        return truths


def by_skill(steps: Steps) -> Ranks:
    """The steps of the four skills by their names."""
    return dict(zip(SKILLS, steps, strict=True))


def _without_order(steps: Steps) -> object:
    """The same for steps that differ in their order alone; which skills have no level still counts."""
    if None not in steps:
        return tuple(sorted(steps))  # type: ignore[type-var]
    known = sorted(step for step in steps if step is not None)
    return tuple(known), tuple(step is None for step in steps)


def _tests_of_skills(rule_set: RuleSet) -> Iterator[Test]:
    """Every test that looks at a skill, each once."""
    yield from dict.fromkeys(test for test in rule_set.tests if set(test.inputs) & set(SKILLS))


def _is_of_overall(test: Test) -> bool:
    return isinstance(test, InputTest) and test.input.name == OVERALL


def _order_matters(rule_set: RuleSet, tests: tuple[Test, ...]) -> bool:
    """Whether it matters which skill has which level, not only which levels there are."""
    return len(set(rule_set.weights.values())) > 1 or any(set(test.inputs) != set(SKILLS) for test in tests)
