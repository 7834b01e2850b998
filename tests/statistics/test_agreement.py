"""How often recommendations follow the suggestion, as a centre and a planner may see it."""

from testing_app.placements.models import Recommendation
from testing_app.statistics.agreement import agreement_at_centre, agreement_of_authority
from testing_app.statistics.agreement_tables import AgreementTable, Instead, RuleSetVersion, Tally
from testing_app.statistics.deviations import reasons_at_centre, reasons_of_authority
from testing_app.vocabulary import Role, TestedLanguage
from tests.recommending import (
    ASSESSOR_DECIDES,
    FAST,
    SLOW,
    Recommending,
    days_of,
    move_to_other_centre,
    planner,
)
from tests.world import NOW, TODAY, World

YEAR = days_of(TODAY.year)


def by_rule(table: AgreementTable) -> dict[str, Tally]:
    return {row.rule.rule: row.tally for row in table.rules}


def by_assessor(table: AgreementTable) -> dict[str, Tally]:
    return {row.assessor.name: row.tally for row in table.assessors}


def numbers(tally: Tally) -> tuple[int | None, int | None, int | None, int | None]:
    return tally.compared, tally.agreeing, tally.deviating, tally.left


def moves(rows: list[Instead]) -> list[tuple[str, str, int | None]]:
    return [(row.departure.suggested.track, row.departure.recommended.track, row.number) for row in rows]


def test_a_rule_is_counted_by_what_was_recommended(world: World, recommending: Recommending) -> None:
    with world.database.transaction() as session:
        recommending.add(session, number=3, tested_on=TODAY)
        recommending.add(session, recommended=SLOW, number=2, tested_on=TODAY)
        recommending.add(session, recommended=FAST, tested_on=TODAY)
        recommending.add(
            session, suggested=ASSESSOR_DECIDES, recommended=SLOW, rule="latin-unsure", tested_on=TODAY
        )

    with world.database.reading() as session:
        table = agreement_at_centre(session, viewer=world.act(Role.CENTRE_LEAD), days=YEAR)

    assert {rule: numbers(tally) for rule, tally in by_rule(table).items()} == {
        "basic-path": (6, 3, 3, 0),
        "latin-unsure": (0, 0, 0, 1),
    }
    assert moves(list(table.rules[0].instead)) == [
        ("integration-basic", "integration-slow", 2),
        ("integration-basic", "integration-fast", 1),
    ]
    assert moves(list(table.rules[1].instead)) == [("assessor-decides", "integration-slow", 1)]
    assert (numbers(table.total), table.total.percent) == ((6, 3, 3, 1), 50)


def test_a_lead_sees_every_assessor_and_an_assessor_only_their_own_row(
    world: World, recommending: Recommending
) -> None:
    with world.database.transaction() as session:
        recommending.add(session, tested_on=TODAY)
        recommending.add(session, recommended=SLOW, tested_on=TODAY)
        recommending.add(session, by="second_assessor", tested_on=TODAY)

    with world.database.reading() as session:
        lead = agreement_at_centre(session, viewer=world.act(Role.CENTRE_LEAD), days=YEAR)
        own = agreement_at_centre(session, viewer=world.act("second_assessor"), days=YEAR)
        strangers = agreement_at_centre(session, viewer=world.act("other_assessor"), days=YEAR)

    assert {name: tally.percent for name, tally in by_assessor(lead).items()} == {
        "Assessor": 50,
        "Second Assessor": 100,
    }
    assert list(by_assessor(own)) == ["Second Assessor"]
    assert numbers(own.total) == (1, 1, 0, 0)
    assert strangers.is_empty


def test_an_assessor_whose_recommendation_was_replaced_by_a_colleague_is_not_counted(
    world: World, recommending: Recommending
) -> None:
    with world.database.transaction() as session:
        first = recommending.add(session, recommended=SLOW, tested_on=TODAY)
        newer = recommending.add(session, by="second_assessor", tested_on=TODAY, replaces=first)
        session.get_one(Recommendation, newer.recommendation_id).made_at = NOW.replace(hour=NOW.hour + 1)

    with world.database.reading() as session:
        lead = agreement_at_centre(session, viewer=world.act(Role.CENTRE_LEAD), days=YEAR)
        own = agreement_at_centre(session, viewer=world.act(Role.ASSESSOR), days=YEAR)
        authority = agreement_of_authority(session, viewer=planner(world), days=YEAR)

    assert {name: numbers(tally) for name, tally in by_assessor(lead).items()} == {
        "Second Assessor": (1, 1, 0, 0)
    }
    assert own.is_empty
    assert list(by_assessor(authority)) == ["Second Assessor"]


def test_another_period_another_language_and_another_centre_are_not_counted(
    world: World, recommending: Recommending
) -> None:
    with world.database.transaction() as session:
        result = recommending.add(session, tested_on=TODAY)
        elsewhere = recommending.add(session, tested_on=TODAY)
        move_to_other_centre(session, elsewhere, world)

    lead = world.act(Role.CENTRE_LEAD)
    with world.database.reading() as session:
        here = agreement_at_centre(session, viewer=lead, days=YEAR)
        earlier = agreement_at_centre(session, viewer=lead, days=days_of(TODAY.year - 1))
        swedish = agreement_at_centre(session, viewer=lead, days=days_of(TODAY.year, TestedLanguage.SWEDISH))

    assert result.centre_id == world.centre
    assert numbers(here.total) == (1, 1, 0, 0)
    assert earlier.is_empty
    assert swedish.is_empty


def test_versions_of_a_rule_set_are_told_apart(world: World, recommending: Recommending) -> None:
    with world.database.transaction() as session:
        recommending.add(session, number=2, tested_on=TODAY)
        recommending.add(session, version=2, recommended=SLOW, tested_on=TODAY)

    lead, first = world.act(Role.CENTRE_LEAD), RuleSetVersion("fi-koto-2022", 1)
    with world.database.reading() as session:
        together = agreement_at_centre(session, viewer=lead, days=YEAR)
        old = agreement_at_centre(session, viewer=lead, days=YEAR, rule_set=first)
        planners = agreement_of_authority(session, viewer=planner(world), days=YEAR)

    assert [row.rule.rule_set.version for row in together.rules] == [1, 2]
    assert numbers(old.total) == (2, 2, 0, 0)
    assert [version.version for version in old.rule_sets] == [2, 1]
    assert (together.rule_set, planners.rule_set) == (None, RuleSetVersion("fi-koto-2022", 2))


def test_a_planner_counts_results_of_their_own_authority_that_hold(
    world: World, recommending: Recommending
) -> None:
    with world.database.transaction() as session:
        old = recommending.add(session, recommended=SLOW, number=6, tested_on=TODAY)
        recommending.add(session, tested_on=TODAY, replaces=old, number=1)
        recommending.add(session, number=5, tested_on=TODAY)

    with world.database.reading() as session:
        own = agreement_of_authority(session, viewer=planner(world), days=YEAR)
        other = agreement_of_authority(session, viewer=planner(world, world.other_authority), days=YEAR)

    assert numbers(own.total) == (11, 6, 5, 0)
    assert own.total.percent == 55
    assert other.is_empty
    assert other.rule_sets == []


def test_a_planner_sees_no_small_number_nor_the_reasons_behind_it(
    world: World, recommending: Recommending
) -> None:
    with world.database.transaction() as session:
        recommending.add(session, number=9, tested_on=TODAY)
        recommending.add(session, recommended=SLOW, number=6, reason="Needs more time.", tested_on=TODAY)
        recommending.add(session, recommended=FAST, number=2, reason="A rare case.", tested_on=TODAY)
        recommending.add(session, recommended=("literacy-2", None), number=3, reason="Rare.", tested_on=TODAY)

    with world.database.reading() as session:
        table = agreement_of_authority(session, viewer=planner(world), days=YEAR)
        reasons = reasons_of_authority(
            session, viewer=planner(world), days=YEAR, shown=table.departures_shown()
        )

    assert numbers(table.total) == (20, 9, 11, 0)
    assert moves(list(table.rules[0].instead)) == [
        ("integration-basic", "integration-slow", 6),
        ("integration-basic", "integration-fast", None),
        ("integration-basic", "literacy-2", None),
    ]
    assert {row.text for row in reasons.rows} == {"Needs more time."}
    assert reasons.total == 6


def test_what_a_planner_sees_of_an_assessor_does_not_give_back_what_is_hidden_of_a_rule(
    world: World, recommending: Recommending
) -> None:
    with world.database.transaction() as session:
        recommending.add(session, number=8, tested_on=TODAY)
        recommending.add(session, recommended=SLOW, number=7, tested_on=TODAY)
        recommending.add(
            session, suggested=SLOW, recommended=SLOW, rule="slow-path", number=9, tested_on=TODAY
        )
        recommending.add(session, suggested=SLOW, rule="slow-path", number=2, tested_on=TODAY)

    with world.database.reading() as session:
        table = agreement_of_authority(session, viewer=planner(world), days=YEAR)

    assert {name: numbers(tally) for name, tally in by_assessor(table).items()} == {
        "Assessor": (26, 17, 9, 0)
    }
    assert {rule: numbers(tally) for rule, tally in by_rule(table).items()} == {
        "basic-path": (15, None, None, 0),
        "slow-path": (11, None, None, 0),
    }
    assert [row for rule in table.rules for row in rule.instead] == []
    assert table.hides_something


def test_reasons_are_the_newest_first_with_the_month_and_nobodys_name(
    world: World, recommending: Recommending
) -> None:
    with world.database.transaction() as session:
        recommending.add(session, recommended=SLOW, reason="The older one.", tested_on=TODAY.replace(month=1))
        recommending.add(session, recommended=SLOW, reason="The newer one.", tested_on=TODAY)
        recommending.add(session, reason="Nothing to explain.", tested_on=TODAY)

    lead = world.act(Role.CENTRE_LEAD)
    with world.database.reading() as session:
        shown = agreement_at_centre(session, viewer=lead, days=YEAR).departures_shown()
        page = reasons_at_centre(session, viewer=lead, days=YEAR, shown=shown)
        strangers = reasons_at_centre(session, viewer=world.act("other_assessor"), days=YEAR, shown=shown)

    assert [(row.text, row.month.day, row.month.month) for row in page.rows] == [
        ("The newer one.", 1, TODAY.month),
        ("The older one.", 1, 1),
    ]
    assert "Testinen" not in repr(page)
    assert list(strangers.rows) == []


def test_reasons_come_in_pages(world: World, recommending: Recommending) -> None:
    with world.database.transaction() as session:
        recommending.add(session, recommended=SLOW, number=27, tested_on=TODAY)

    lead = world.act(Role.CENTRE_LEAD)
    with world.database.reading() as session:
        shown = agreement_at_centre(session, viewer=lead, days=YEAR).departures_shown()
        first = reasons_at_centre(session, viewer=lead, days=YEAR, shown=shown)
        last = reasons_at_centre(session, viewer=lead, days=YEAR, shown=shown, page=99)

    assert (len(first.rows), first.number, first.pages, first.has_next) == (25, 1, 2, True)
    assert (len(last.rows), last.number, last.has_next) == (2, 2, False)


def test_a_share_is_whole_only_when_it_is_all_of_them() -> None:
    def percent(agreeing: int, compared: int) -> int | None:
        return Tally(compared=compared, agreeing=agreeing, deviating=compared - agreeing, left=0).percent

    assert [percent(999, 1000), percent(1000, 1000), percent(1, 1000), percent(0, 9), percent(0, 0)] == [
        99,
        100,
        1,
        0,
        None,
    ]
