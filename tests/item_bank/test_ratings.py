"""Guards the way from ratings by criterion to one level."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from item_bank import UnknownRating, rated_level

SCALE = ("alle_A1.1", "A1.1", "A1.2", "A1.3", "A2.1", "A2.2", "B1.1")
ANY_RATINGS = st.dictionaries(st.text("abcdef", min_size=1), st.sampled_from(SCALE), min_size=1)


@given(ANY_RATINGS)
def test_the_level_is_one_that_was_given_and_at_least_half_reach_it(ratings: dict[str, str]) -> None:
    rated = rated_level(ratings, SCALE)

    steps = [SCALE.index(level) for level in ratings.values()]
    assert rated.level in ratings.values()
    assert sum(step >= SCALE.index(rated.level) for step in steps) * 2 >= len(steps)
    assert rated.spread == max(steps) - min(steps)


@given(ANY_RATINGS, st.data())
def test_a_better_rating_never_lowers_the_level(ratings: dict[str, str], data: st.DataObject) -> None:
    criterion = data.draw(st.sampled_from(sorted(ratings)))
    better = data.draw(st.sampled_from(SCALE[SCALE.index(ratings[criterion]) :]))

    before = SCALE.index(rated_level(ratings, SCALE).level)
    after = SCALE.index(rated_level({**ratings, criterion: better}, SCALE).level)

    assert after >= before


def test_of_two_middle_ratings_the_lower_counts() -> None:
    rated = rated_level({"range": "A1.2", "accuracy": "A2.1"}, SCALE)

    assert rated.level == "A1.2"
    assert rated.spread == 2


def test_every_rating_that_is_not_on_the_scale_is_named() -> None:
    with pytest.raises(UnknownRating) as refused:
        rated_level({"range": "A9", "accuracy": "A1.1", "flow": ""}, SCALE)

    assert refused.value.ratings == {"range": "A9", "flow": ""}


def test_no_ratings_give_no_level() -> None:
    with pytest.raises(ValueError, match="at least one"):
        rated_level({}, SCALE)
