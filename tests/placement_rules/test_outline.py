"""A condition laid out for reading says exactly what the file says."""

from datetime import date

from placement_rules import Demand, Outline, outline_of, rule_set_on

RULES = {rule.id: rule for rule in rule_set_on(date(2026, 3, 12)).rules}


def outline(rule_id: str) -> Outline:
    condition = RULES[rule_id].when
    assert condition is not None
    return outline_of(condition)


def test_a_single_test_names_its_input_and_value() -> None:
    assert outline("reads-no-script") == Outline(Demand.IS, "literacy", ("none",), because="reads-no-script")


def test_a_test_of_all_skills_names_the_level() -> None:
    assert outline("beyond-integration").values == ("B1.1",)
    assert outline("beyond-integration").subject == "every skill"


def test_alternatives_inside_a_rule_keep_their_order_and_their_reasons() -> None:
    laid_out = outline("latin-unsure")

    assert laid_out.demand is Demand.ALL
    assert [part.demand for part in laid_out.parts] == [Demand.IS, Demand.ANY]
    assert [part.values for part in laid_out.parts[1].parts] == [("6",), ("needs_development",)]
    assert laid_out.reasons == (
        "reads-other-script", "little-schooling", "readiness-needs-development"
    )  # fmt: skip


def test_missing_and_spread_are_told_apart() -> None:
    missing, spread = outline("levels-unclear").parts

    assert (missing.demand, missing.subject) == (Demand.MISSING, "any skill")
    assert (spread.demand, spread.subject, spread.values) == (Demand.AT_LEAST, "spread of skills", ("3",))
