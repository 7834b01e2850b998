"""How long a result can be relied on, and whether it is worth testing again."""

from placement_rules.answering import Answer, answer_of
from placement_rules.inputs import ranks_of_facts
from placement_rules.rule_set import RuleSet


def validity(
    days_since_test: int | None, rule_set: RuleSet, *, course_since: bool = False
) -> dict[str, Answer]:
    """The answer of each table (`validity`, and `retest` where the rule set has it), by its name.

    Days are counted from the test day; a negative number is refused with ValueError.
    """
    if days_since_test is not None and days_since_test < 0:
        raise ValueError("Days since the test are negative; count from the test day.")
    given = {"days_since_test": days_since_test, "course_since": course_since}
    ranks = ranks_of_facts(given, rule_set.inputs)
    return {name: answer_of(name, ranks, rule_set) for name in rule_set.tables}
