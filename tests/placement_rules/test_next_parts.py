"""Which parts of the battery come next: a battery by the interview, then parts by what is known so far."""

from typing import Any

import pytest

from placement_rules import (
    Evidence,
    Level,
    Literacy,
    NextParts,
    PartState,
    RuleSet,
    next_parts,
    parse_rule_set,
)

INPUTS = """
id = "parts"
version = 1
answers = "battery"
languages = ["fi"]
valid_from = 2022-08-01
name = { en = "Parts" }
sources = {}
[inputs]
reading = { kind = "level" }
writing = { kind = "level" }
listening = { kind = "level" }
speaking = { kind = "level" }
interview = { kind = "level" }
literacy = { kind = "category", values = [
    "none", "weak", "other_script", "latin_satisfactory", "latin_technical", "latin_fluent",
] }
[tables.battery]
hit = "first"
[[tables.battery.rows]]
rule = "reads-little"
when = { literacy = "none or weak" }
gives = "literacy"
because = "reads-little"
[[tables.battery.rows]]
rule = "others"
gives = "normal"
[reasons.reads-little]
en = "Literacy: {literacy}."
"""
TABLE = """
[tables.parts]
hit = "collect"
[[tables.parts.rows]]
rule = "speaking"
when = { speaking = "missing" }
gives = "speaking"
[[tables.parts.rows]]
rule = "deeper"
when = { battery = "literacy" }
gives = "deeper_literacy"
because = "deeper"
[[tables.parts.rows]]
rule = "reading"
when = { battery = "normal" }
gives = "reading"
[[tables.parts.rows]]
rule = "writing-after-reading"
when = { battery = "normal", reading = "A1.1 or above" }
gives = "writing"
[[tables.parts.rows]]
rule = "writing-for-fluent"
when = { interview = "B1.1 or above" }
gives = "writing"
[reasons.deeper]
en = "The battery is {battery}."
"""
RULES = parse_rule_set(INPUTS + TABLE, "parts.v1.toml")


def parts(answers: tuple[Any, ...]) -> list[str | None]:
    return [answer.gives for answer in answers]


def judge(rule_set: RuleSet = RULES, **known: Any) -> NextParts:
    return next_parts(Evidence(**{"interview": Level.A1_2, **known}), rule_set)


def test_the_battery_is_chosen_with_its_reason() -> None:
    found = judge(literacy=Literacy.WEAK)

    assert found.battery.gives == "literacy"
    assert RULES.reason_text(found.battery.reasons[0], "en") == "Literacy: weak."


def test_parts_of_another_battery_are_not_needed() -> None:
    found = judge(literacy=Literacy.WEAK)

    assert parts(found.now) == ["speaking", "deeper_literacy"]
    assert found.not_needed == ("reading", "writing")


def test_a_reason_may_name_the_battery() -> None:
    found = judge(literacy=Literacy.WEAK)

    assert RULES.reason_text(found.now[1].reasons[0], "en") == "The battery is literacy."


def test_a_part_waits_for_the_level_of_another_part() -> None:
    found = judge(literacy=Literacy.LATIN_FLUENT)

    assert parts(found.now) == ["speaking", "reading"]
    assert [(part.gives, part.missing) for part in found.later] == [("writing", ("reading",))]


def test_what_waits_for_the_battery_waits_for_the_inputs_that_choose_it() -> None:
    found = judge()

    assert found.battery.gives is None
    assert ("deeper_literacy", ("literacy",)) in [(part.gives, part.missing) for part in found.later]
    assert ("writing", ("reading", "literacy")) in [(part.gives, part.missing) for part in found.later]


def test_a_part_that_has_a_level_is_not_given_again() -> None:
    found = judge(literacy=Literacy.LATIN_FLUENT, reading=Level.A1_1)

    assert found.given == ("reading",)
    assert parts(found.now) == ["speaking", "writing"]


def test_a_part_that_was_interrupted_is_not_given_again() -> None:
    found = judge(literacy=Literacy.LATIN_FLUENT, reading=PartState.INTERRUPTED)

    assert found.given == ("reading",)


@pytest.mark.parametrize("literacy", [None, *Literacy])
@pytest.mark.parametrize("reading", [PartState.NOT_TAKEN, Level.BELOW_A1_1, Level.B1_1])
def test_every_part_is_told_once(literacy: Literacy | None, reading: Any) -> None:
    found = judge(literacy=literacy, reading=reading)

    told = [*parts(found.now), *parts(found.later), *found.given, *found.not_needed]
    assert sorted(map(str, told)) == ["deeper_literacy", "reading", "speaking", "writing"]


def test_a_set_without_a_table_of_parts_only_chooses_the_battery() -> None:
    found = judge(parse_rule_set(INPUTS, "parts.v1.toml"), literacy=Literacy.WEAK)

    assert found.battery.gives == "literacy"
    assert found.now == found.later == ()
