"""All drawing happens in one thread, and a process that has drawn ends cleanly."""

import subprocess
import sys
import threading

import pytest

from testing_app.letters.drawing_thread import DrawingThread

DRAWS_IN_THREADS = """
import threading
from datetime import UTC, datetime
from testing_app.letters.engine import render

def draw():
    render("<html lang=fi><title>x</title><p>Äiti хорошо مرحبا</p></html>", style="letter.css",
           identifier="a" * 32, made_at=datetime(2026, 1, 1, tzinfo=UTC))

for _ in range(2):
    thread = threading.Thread(target=draw)
    thread.start()
    thread.join()
"""


def test_a_process_that_drew_in_its_threads_ends_without_a_crash() -> None:
    statuses = {
        subprocess.run([sys.executable, "-c", DRAWS_IN_THREADS], check=False).returncode for _ in range(3)
    }

    assert statuses == {0}


def test_everybody_is_drawn_for_in_the_same_thread() -> None:
    names: list[str] = []
    drawing = DrawingThread(lambda: None)

    def draw() -> bytes:
        names.append(threading.current_thread().name)
        return b""

    callers = [threading.Thread(target=drawing.draw, args=(draw,)) for _ in range(4)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    drawing.close()

    assert names == ["drawing"] * 4


def test_what_fails_in_the_thread_fails_for_the_one_who_asked() -> None:
    drawing = DrawingThread(lambda: None)

    class Refusal(BaseException):
        """Like WeasyPrint's refusal of an address."""

    def fail() -> bytes:
        raise Refusal

    with pytest.raises(Refusal):
        drawing.draw(fail)
    assert drawing.draw(lambda: b"drawn") == b"drawn"
    drawing.close()


def test_the_thread_gives_back_its_fonts_as_its_last_act() -> None:
    acts: list[str] = []
    drawing = DrawingThread(lambda: acts.append(threading.current_thread().name))
    drawing.draw(lambda: b"")

    drawing.close()

    assert acts == ["drawing"]
