"""Hides small numbers in tables that share people, so that sums and differences cannot give them back.

A page shows numbers that count the same people in several ways: the cells of a matrix with the totals of
its rows and columns, the rules behind the cells, one total for all. Each number is a sum over *parts*, the
finest groups of people; what one table hides, another must not give back.

Limits. The proof is against somebody who knows every number shown, which parts are empty, and that no
number is negative: for each small number a table with the same shown numbers exists in which it is not small
(as a solution of the linear equations; whole numbers are not asked for). It says nothing of what is shown
elsewhere: another period, another population that differs by one person, or tables that are linked by more
than their parts. Zero tells of nobody and is shown.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from math import log
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import coo_array, eye_array, hstack

from testing_app.statistics.small_cells import SMALLEST_SHOWN, is_small

Name = TypeVar("Name", bound=Hashable)
Members = frozenset[int]
"""The places of the parts a number is the sum of."""

NEARLY = 1e-6
_MUCH = 1000.0
"""What it costs to hide a number that is to be shown if possible; others cost up to about 15."""


def hidden_numbers(
    parts: Sequence[int],
    numbers: Mapping[Name, Iterable[int]],
    *,
    shown_if_possible: Sequence[Name] = (),
    smallest_shown: int = SMALLEST_SHOWN,
) -> frozenset[Name]:
    """Which of the numbers to hide; each is the sum of the parts at the places it names.

    Small numbers are hidden, and then a few others, small rather than large, until none of the small ones,
    and no small part, can be worked out. `shown_if_possible` are hidden last, the first of
    them at the very last: totals, for example.
    """
    members = {name: frozenset(place for place in places if parts[place]) for name, places in numbers.items()}
    sums = {each: sum(parts[place] for place in each) for each in members.values() if each}
    dear = {members[name]: _MUCH * 2**place for place, name in enumerate(reversed(shown_if_possible))}
    hidden = {each for each, total in sums.items() if is_small(total, smallest_shown)}
    alone = {frozenset((place,)) for place, part in enumerate(parts) if is_small(part, smallest_shown)}
    waiting = sorted(hidden | alone, key=lambda each: (len(each), sorted(each)))
    while waiting:
        shown = {each: total for each, total in sums.items() if each not in hidden}
        costs = [dear.get(each, 1 + log(total)) for each, total in shown.items()]
        example = _cheapest_example(waiting[-1], parts, shown, costs, smallest_shown)
        hidden |= {each for each, total in shown.items() if abs(_total(example, each) - total) > NEARLY}
        waiting = [each for each in waiting[:-1] if _total(example, each) < smallest_shown - NEARLY]
    return frozenset(name for name, each in members.items() if each in hidden)


def _cheapest_example(
    secret: Members,
    parts: Sequence[int],
    shown: Mapping[Members, int],
    costs: Sequence[float],
    smallest_shown: int,
) -> NDArray[np.float64]:
    """Parts for which the secret is not small, and as little as possible of what is shown is another number.

    A linear programme: each shown number may be more or less than it is, at a cost for each person.
    """
    members = list(shown)
    places = [(row, place) for row, each in enumerate(members) for place in each]
    rows, columns = zip(*places, strict=True) if places else ((), ())
    size = (len(members), len(parts))
    ones = coo_array((np.ones(len(places)), (rows, columns)), shape=size)
    more_and_less = [-eye_array(len(members)), eye_array(len(members))]
    target = np.zeros(len(parts) + 2 * len(members))
    target[list(secret)] = 1
    found = linprog(
        np.concatenate([np.zeros(len(parts)), costs, costs]),
        A_ub=-target[np.newaxis, :],
        b_ub=[-smallest_shown],
        A_eq=hstack([ones, *more_and_less], format="csr") if members else None,
        b_eq=list(shown.values()) if members else None,
        bounds=(0, None),
        method="highs",
    )
    return np.asarray(found.x[: len(parts)])


def _total(parts: NDArray[np.float64], members: Members) -> float:
    return float(parts[list(members)].sum())
