"""Draws many letters at once: as many processes as there are cores, each with fonts of its own."""

import gc
import logging
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import AbstractContextManager
from itertools import islice
from types import TracebackType

from testing_app.letters.facts import LetterFacts
from testing_app.letters.letter import Letter, draw_letter
from testing_app.post.actions.letters import DrawnLetter, LetterOrder
from testing_app.wording.letter_words import LetterWords

AT_ONCE = 4
"""Letters a process is given at once: few enough that progress moves, enough that asking costs little."""

AHEAD = 2
"""Orders of that size that wait for each process, so that none is idle while letters are kept."""

log = logging.getLogger("lahtotaso.post")

Drawing = tuple[LetterOrder, DrawnLetter | None]
"""An order and its letter; None when drawing failed, which the log tells."""

Told = tuple[LetterFacts, LetterWords]


def cores() -> int:
    """How many processes may really run at once here."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Studio(AbstractContextManager["Studio"]):
    """A pool of drawing processes, begun when it is entered; with one core, drawing happens right here.

    The processes come from a fork server, which has loaded everything once and holds no thread or lock of
    ours; they leave Ctrl-C to the process that asked.
    """

    def __init__(self, processes: int | None = None) -> None:
        self._processes = processes or cores()
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> "Studio":
        if self._processes > 1:
            context = multiprocessing.get_context("forkserver")
            context.set_forkserver_preload([__name__])
            self._pool = ProcessPoolExecutor(self._processes, mp_context=context, initializer=_settle_in)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def draw(self, orders: Iterable[LetterOrder]) -> Iterator[Drawing]:
        """Each order with its letter, in the order they were asked for; orders are taken as needed."""
        if self._pool is None:
            yield from ((order, _drawn(order, _try(order.facts, order.words))) for order in orders)
            return
        waiting: deque[tuple[list[LetterOrder], Future[list[Letter | str]]]] = deque()
        for some in _chunks(orders):
            told = [(order.facts, order.words) for order in some]
            waiting.append((some, self._pool.submit(_draw_some, told)))
            if len(waiting) >= self._processes * AHEAD:
                yield from _finished(*waiting.popleft())
        while waiting:
            yield from _finished(*waiting.popleft())


def _finished(orders: Sequence[LetterOrder], answer: "Future[list[Letter | str]]") -> Iterator[Drawing]:
    for order, outcome in zip(orders, answer.result(), strict=True):
        yield order, _drawn(order, outcome)


def _drawn(order: LetterOrder, outcome: Letter | str) -> DrawnLetter | None:
    if isinstance(outcome, str):
        log.error("letter not drawn", extra={"about": str(order.subject_id), "kind": outcome})
        return None
    return DrawnLetter(order=order, letter=outcome)


def _chunks(orders: Iterable[LetterOrder]) -> Iterator[list[LetterOrder]]:
    coming = iter(orders)
    while some := list(islice(coming, AT_ONCE)):
        yield some


def _settle_in() -> None:
    """What a process does first: garbage is collected between orders, not in the middle of letters."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.collect()
    gc.freeze()
    gc.disable()


def _draw_some(told: Sequence[Told]) -> list[Letter | str]:
    letters = [_try(facts, words) for facts, words in told]
    gc.collect()
    return letters


def _try(facts: LetterFacts, words: LetterWords) -> Letter | str:
    """The letter, or what kind of fault there was: one bad letter must not stop the others."""
    try:
        return draw_letter(facts, words)
    except Exception as fault:
        return type(fault).__name__
