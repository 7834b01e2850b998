"""Course groups: described whole, published once, never changed under people's feet, counted exactly."""

from datetime import time
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from testing_app.courses.actions import (
    cancel_group,
    change_group,
    free_place,
    make_group,
    publish_group,
    take_place,
)
from testing_app.courses.groups import GroupFacts, problems_of
from testing_app.courses.queries import (
    GroupSearch,
    buyers,
    facts_of_group,
    get_group,
    groups_of,
    published_groups,
)
from testing_app.errors import Conflict, Invalid, NotAllowed, NotFound
from testing_app.vocabulary import Role
from tests.queue.making import add_group, day, facts
from tests.world import NOW, TODAY, World

PROVIDER, OFFICER = Role.TRAINING_PROVIDER, Role.AUTHORITY_OFFICER


def test_a_group_is_kept_as_it_was_described(world: World) -> None:
    described = facts(
        also_admits=(("integration-basic", "M3"), ("literacy-1", None)),
        begins_at=time(9),
        finishes_at=time(14, 15),
        authority_id=world.authority,
        price_cents=5050,
    )

    with world.database.transaction() as session:
        group_id = make_group(session, described, by=world.act(PROVIDER), now=NOW).id

    with world.database.reading() as session:
        assert facts_of_group(get_group(session, group_id, viewer=world.act(PROVIDER))) == described


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"code": " "}, {"code": ["missing"]}),
        ({"code": "two words"}, {"code": ["code_unreadable"]}),
        ({"name": ""}, {"name": ["missing"]}),
        ({"name": "x" * 201}, {"name": ["too_long"]}),
        ({"contact_email": "nobody"}, {"contact_email": ["email_unreadable"]}),
        ({"track": "no track"}, {"track": ["track_unknown"]}),
        ({"also_admits": (("integration-basic", "M2"),)}, {"also_admits": ["admitted_twice"]}),
        ({"ends_on": day(1)}, {"ends_on": ["ends_before_it_starts"]}),
        ({"ends_on": day(2000)}, {"ends_on": ["too_long_a_course"]}),
        ({"entry_until": day(-1)}, {"entry_until": ["ends_before_it_starts"]}),
        ({"entry_until": day(101)}, {"entry_until": ["entry_after_the_end"]}),
        ({"weekdays": (7,)}, {"weekdays": ["weekday_unknown"]}),
        ({"begins_at": time(9)}, {"finishes_at": ["missing"]}),
        ({"begins_at": time(9), "finishes_at": time(8)}, {"finishes_at": ["ends_before_it_starts"]}),
        ({"capacity": 501}, {"capacity": ["places_out_of_range"]}),
        ({"minimum": 3}, {"minimum": ["minimum_over_capacity"]}),
        ({"price_cents": -1}, {"price_cents": ["price_out_of_range"]}),
        ({"city": ""}, {"city": ["place_missing"]}),
    ],
)
def test_what_is_wrong_is_told_at_its_field(values: dict[str, Any], problem: dict[str, list[str]]) -> None:
    assert problems_of(facts(**values)) == problem


def test_an_online_group_needs_no_town() -> None:
    assert problems_of(facts(city="", online=True)) == {}


def test_all_problems_are_told_at_once(world: World) -> None:
    with world.database.transaction() as session, pytest.raises(Invalid) as refused:
        make_group(session, facts(name="", capacity=0), by=world.act(PROVIDER), now=NOW)

    assert set(refused.value.problems) == {"name", "capacity", "minimum"}


def test_a_code_is_used_once_by_a_provider_and_freely_by_another(world: World) -> None:
    with world.database.transaction() as session:
        make_group(session, facts(), by=world.act(PROVIDER), now=NOW)
        make_group(session, facts(), by=world.act("other_provider"), now=NOW)

        with pytest.raises(Invalid) as refused:
            make_group(session, facts(), by=world.act(PROVIDER), now=NOW)

    assert refused.value.problems == {"code": ["group_code_taken"]}


def test_only_an_authority_buys_a_group(world: World) -> None:
    with world.database.transaction() as session, pytest.raises(Invalid) as refused:
        make_group(session, facts(authority_id=world.centre), by=world.act(PROVIDER), now=NOW)

    assert refused.value.problems == {"authority_id": ["authority_unknown"]}


def test_only_a_provider_makes_groups(world: World) -> None:
    with world.database.transaction() as session, pytest.raises(NotAllowed):
        make_group(session, facts(), by=world.act(OFFICER), now=NOW)


def test_a_draft_is_seen_by_nobody_else(world: World) -> None:
    with world.database.transaction() as session:
        group = make_group(session, facts(), by=world.act(PROVIDER), now=NOW)

        for viewer in (OFFICER, "other_provider"):
            with pytest.raises(NotFound):
                get_group(session, group.id, viewer=world.act(viewer))
        assert published_groups(session, viewer=world.act(OFFICER)).total == 0
        assert groups_of(session, viewer=world.act(PROVIDER)).total == 1


def test_a_group_that_was_bought_is_seen_by_its_buyer_alone(world: World) -> None:
    with world.database.transaction() as session:
        add_group(session, world, authority_id=world.authority)

        assert published_groups(session, viewer=world.act(OFFICER)).total == 1
        assert published_groups(session, viewer=world.act("other_officer")).total == 0


def test_a_group_is_published_once(world: World) -> None:
    with world.database.transaction() as session:
        group = add_group(session, world)

        with pytest.raises(Conflict) as refused:
            publish_group(session, group.id, version=group.version, by=world.act(PROVIDER), now=NOW)

    assert refused.value.code == "group_already_published"


def test_of_two_changes_the_later_one_is_told(world: World) -> None:
    with world.database.transaction() as session:
        group = add_group(session, world)
        seen = group.version
        by = world.act(PROVIDER)
        change_group(session, group.id, version=seen, facts=facts(name="New name"), by=by, now=NOW)

        with pytest.raises(Conflict) as refused:
            change_group(session, group.id, version=seen, facts=facts(name="Other name"), by=by, now=NOW)

    assert refused.value.code == "changed_meanwhile"


def test_a_group_with_people_keeps_their_track_and_their_places(world: World) -> None:
    with world.database.transaction() as session:
        group = add_group(session, world)
        take_place(session, group.id)
        take_place(session, group.id)
        by = world.act(PROVIDER)

        described = facts(track="integration-slow", capacity=1)
        with pytest.raises(Invalid) as refused:
            change_group(session, group.id, version=group.version, facts=described, by=by, now=NOW)

    assert refused.value.problems == {
        "capacity": ["fewer_places_than_taken"],
        "track": ["people_have_places"],
    }


def test_a_group_with_people_is_not_cancelled_over_their_heads(world: World) -> None:
    with world.database.transaction() as session:
        group = add_group(session, world)
        take_place(session, group.id)

        with pytest.raises(Conflict) as refused:
            cancel_group(session, group.id, version=group.version, by=world.act(PROVIDER), now=NOW)

    assert refused.value.code == "people_have_places"


def test_a_cancelled_group_is_listed_no_more_and_takes_nobody(world: World) -> None:
    with world.database.transaction() as session:
        group = add_group(session, world)
        cancel_group(session, group.id, version=group.version, by=world.act(PROVIDER), now=NOW)

        assert published_groups(session, viewer=world.act(OFFICER)).total == 0
        with pytest.raises(Conflict):
            take_place(session, group.id)


def test_places_are_taken_up_to_the_last_and_never_below_none(world: World) -> None:
    with world.database.transaction() as session:
        group: UUID = add_group(session, world, capacity=2).id
        take_place(session, group)
        take_place(session, group)
        with pytest.raises(Conflict):
            take_place(session, group)

        for _ in range(3):
            free_place(session, group)

        assert get_group(session, group, viewer=world.act(PROVIDER)).taken == 0


def test_groups_are_found_by_what_is_asked(world: World) -> None:
    with world.database.transaction() as session:
        add_group(session, world, "M3", module="M3")
        full = add_group(session, world, "full", capacity=1)
        add_group(session, world, "turku", city="Turku", starts_on=day(3))
        take_place(session, full.id)

        def found(**asked: Any) -> list[str]:
            search = GroupSearch(**asked)
            return [
                group.code
                for group in published_groups(session, viewer=world.act(OFFICER), search=search).rows
            ]

        assert found() == ["turku", "M3", "full"]
        assert found(module="M3") == ["M3"]
        assert found(with_free_places=True) == ["turku", "M3"]
        assert found(city="turku ") == ["turku"]
        assert found(until=day(5)) == ["turku"]
        assert found(since=day(101)) == []


def test_buyers_are_the_authorities_of_the_day(world: World) -> None:
    with world.database.reading() as session:
        assert [name for _, name in buyers(session, on=TODAY)] == ["authority", "other_authority"]


@given(
    st.builds(
        facts,
        code=st.text(max_size=45),
        capacity=st.integers(-2, 600),
        minimum=st.integers(-2, 600),
        weekdays=st.lists(st.integers(-1, 8), max_size=4).map(tuple),
        track=st.text(max_size=65),
        starts_on=st.dates(),
        ends_on=st.dates(),
    )
)
def test_any_description_is_judged_without_an_error(described: GroupFacts) -> None:
    assert set(problems_of(described)) <= set(GroupFacts.__dataclass_fields__)
