"""Groups that suit somebody, and for the near misses why not."""

from datetime import time
from typing import Any

import pytest
from sqlalchemy.orm import Session

from testing_app.people.models import PostCode
from testing_app.queue.actions import hold_place
from testing_app.queue.queries import CourseWish, Fits, SuitableGroup, WhyNot, suitable_groups
from testing_app.vocabulary import Role, TestedLanguage
from tests.queue.making import add_entry, add_group, day
from tests.world import NOW, TODAY, World

OFFICER = Role.AUTHORITY_OFFICER


def found(session: Session, world: World, entry: Any, **wish: Any) -> list[SuitableGroup]:
    return list(
        suitable_groups(session, entry.id, viewer=world.act(OFFICER), wish=CourseWish(**wish), today=TODAY)
    )


def told(groups: list[SuitableGroup]) -> list[tuple[str, tuple[WhyNot, ...]]]:
    return [(each.group.code, each.why_not) for each in groups]


def test_exact_groups_come_before_mixed_ones_and_earlier_before_later(world: World) -> None:
    with world.database.transaction() as session:
        entry = add_entry(session, world)
        add_group(session, world, "late", starts_on=day(20))
        add_group(session, world, "mixed", module="M3", also_admits=(("integration-basic", "M2"),))
        add_group(session, world, "early", starts_on=day(2))

        groups = found(session, world, entry)

        assert [(each.group.code, each.fits) for each in groups] == [
            ("early", Fits.EXACT),
            ("late", Fits.EXACT),
            ("mixed", Fits.MIXED),
        ]
        assert all(each.suits and each.free == 2 for each in groups)


@pytest.mark.parametrize(
    ("values", "wish", "why"),
    [
        ({"module": "M3"}, {}, WhyNot.OTHER_MODULE),
        ({"track": "integration-slow"}, {}, WhyNot.OTHER_TRACK),
        ({"entry_from": day(-60), "entry_until": day(-1)}, {}, WhyNot.WINDOW_CLOSED),
        ({"weekdays": (0, 4)}, {"weekdays": frozenset({0, 1, 2})}, WhyNot.OTHER_DAYS),
        ({"begins_at": time(8), "finishes_at": time(12)}, {"not_before": time(9)}, WhyNot.TOO_EARLY),
        ({"begins_at": time(17), "finishes_at": time(20)}, {"not_after": time(16)}, WhyNot.TOO_LATE),
        ({"starts_on": day(20)}, {"starts_until": day(15)}, WhyNot.STARTS_TOO_LATE),
        ({"starts_on": day(3)}, {"starts_from": day(5)}, WhyNot.STARTS_TOO_EARLY),
        ({"online": True}, {"not_online": True}, WhyNot.ONLINE),
    ],
)
def test_a_near_miss_says_what_keeps_it_from_suiting(
    world: World, values: dict[str, Any], wish: dict[str, Any], why: WhyNot
) -> None:
    with world.database.transaction() as session:
        entry = add_entry(session, world)
        add_group(session, world, "near", **values)

        assert told(found(session, world, entry, **wish)) == [("near", (why,))]


def test_a_full_group_is_a_near_miss(world: World) -> None:
    with world.database.transaction() as session:
        group = add_group(session, world, capacity=1)
        taker, entry = add_entry(session, world), add_entry(session, world)
        hold_place(session, taker.id, group_id=group.id, by=world.act(OFFICER), now=NOW)

        assert told(found(session, world, entry)) == [("K1", (WhyNot.FULL,))]


def test_distance_counts_where_post_codes_are_known(world: World) -> None:
    with world.database.transaction() as session:
        session.add(PostCode(code="01300", city="Vantaa", latitude=60.29, longitude=25.04))
        session.add(PostCode(code="33100", city="Tampere", latitude=61.50, longitude=23.76))
        entry = add_entry(session, world, post_code="01300")
        add_group(session, world, "near")
        add_group(session, world, "far", post_code="33100", city="Tampere")
        add_group(session, world, "unknown", post_code="99999")
        add_group(session, world, "online", online=True, post_code="33100")

        groups = {each.group.code: each for each in found(session, world, entry, kilometres=50)}

        assert groups["near"].kilometres == pytest.approx(0)
        assert groups["far"].why_not == (WhyNot.TOO_FAR,)
        assert (groups["unknown"].kilometres, groups["unknown"].suits) == (None, True)
        assert (groups["online"].kilometres, groups["online"].suits) == (None, True)


def test_what_may_not_be_used_is_not_shown_at_all(world: World) -> None:
    with world.database.transaction() as session:
        entry = add_entry(session, world)
        add_group(session, world, "swedish", language_tested=TestedLanguage.SWEDISH)
        add_group(session, world, "bought", authority_id=world.other_authority)
        add_group(session, world, "over", starts_on=day(-90), ends_on=day(-1), entry_until=day(-30),
                  entry_from=day(-90))  # fmt: skip
        add_group(session, world, "ours", authority_id=world.authority)

        assert told(found(session, world, entry)) == [("ours", ())]


def test_a_running_group_is_joined_today_at_the_earliest(world: World) -> None:
    with world.database.transaction() as session:
        entry = add_entry(session, world)
        add_group(session, world, starts_on=day(-10), entry_from=day(-10))

        [group] = found(session, world, entry)

        assert group.starts_on == TODAY


def test_groups_for_other_people_come_last(world: World) -> None:
    with world.database.transaction() as session:
        entry = add_entry(session, world)
        add_group(session, world, "track", track="integration-slow", starts_on=day(1))
        add_group(session, world, "module", module="M3", starts_on=day(2))
        add_group(session, world, "window", entry_from=day(-60), entry_until=day(-1))
        add_group(session, world, "suits", starts_on=day(20))

        assert [code for code, _ in told(found(session, world, entry))] == [
            "suits",
            "window",
            "module",
            "track",
        ]
