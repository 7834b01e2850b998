"""One thread that does all drawing of a process, and gives back what it holds when the process ends."""

import atexit
import os
import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue

Order = tuple[Callable[[], bytes], "Future[bytes]"]


class DrawingThread:
    """Runs drawings one after another in a thread of its own, begun with the first.

    Fonts belong to the thread that loaded them: used from another they break, and freed from another, as
    the end of the interpreter would, they take the process down. So the thread is told to end before that
    and calls `give_back` as its last act.
    """

    _lock: threading.Lock
    _thread: threading.Thread | None
    _orders: "SimpleQueue[Order | None]"

    def __init__(self, give_back: Callable[[], None]) -> None:
        self._give_back = give_back
        self._begin_anew()
        os.register_at_fork(after_in_child=self._begin_anew)
        atexit.register(self.close)

    def draw(self, drawing: Callable[[], bytes]) -> bytes:
        """What the drawing gives, drawn in the thread; its exceptions are raised here."""
        answer: Future[bytes] = Future()
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="drawing", daemon=True)
                self._thread.start()
        self._orders.put((drawing, answer))
        return answer.result()

    def close(self) -> None:
        """End the thread after what it was asked so far."""
        with self._lock:
            thread, self._thread = self._thread, None
        if thread is not None:
            self._orders.put(None)
            thread.join()

    def _begin_anew(self) -> None:
        """No thread yet; a forked process has inherited none, whatever its parent had."""
        self._lock = threading.Lock()
        self._thread = None
        self._orders = SimpleQueue()

    def _work(self) -> None:
        while (order := self._orders.get()) is not None:
            drawing, answer = order
            try:
                answer.set_result(drawing())
            except BaseException as problem:  # WeasyPrint's refusal of an address is no Exception
                answer.set_exception(problem)
        self._give_back()
