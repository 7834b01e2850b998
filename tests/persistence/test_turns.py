"""Guards the queue of writers before an embedded database."""

from pathlib import Path
from threading import Event, Thread

from testing_app.persistence.turns import Turns


def wait_in_line(turns: Turns, got: Event) -> Thread:
    def write() -> None:
        with turns.turn():
            got.set()

    thread = Thread(target=write)
    thread.start()
    return thread


def test_a_writer_of_another_process_waits_until_the_first_has_finished(tmp_path: Path) -> None:
    file, got = str(tmp_path / "database.sqlite"), Event()

    with Turns(file).turn():
        # Another object opens the lock file anew, as another process would.
        other = wait_in_line(Turns(file), got)
        was_let_in = got.wait(0.2)
    other.join(10)

    assert not was_let_in
    assert got.is_set()


def test_a_writer_of_another_thread_waits_until_the_first_has_finished(tmp_path: Path) -> None:
    turns, got = Turns(str(tmp_path / "database.sqlite")), Event()

    with turns.turn():
        other = wait_in_line(turns, got)
        was_let_in = got.wait(0.2)
    other.join(10)

    assert not was_let_in
    assert got.is_set()


def test_the_turn_passes_on_when_a_writer_fails(tmp_path: Path) -> None:
    turns, got = Turns(str(tmp_path / "database.sqlite")), Event()

    try:
        with turns.turn():
            raise ValueError
    except ValueError:
        wait_in_line(turns, got).join(10)

    assert got.is_set()


def test_nobody_is_kept_from_writing_where_no_lock_can_be_kept(tmp_path: Path) -> None:
    got = Event()

    wait_in_line(Turns(str(tmp_path / "no such folder" / "database.sqlite")), got).join(10)

    assert got.is_set()
