"""`lahtotaso serve` and `lahtotaso demo` as processes of their own: they answer, and they stop when told."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import Message
from pathlib import Path

LONGEST_START = 180.0
ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment_of(home: Path) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("LAHTOTASO", "DATABASE"))
    }
    return {**kept, "LAHTOTASO_HOME": str(home), "PYTHONUNBUFFERED": "1"}


def command(home: Path, *arguments: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "testing_app.cli", *arguments],
        cwd=ROOT,
        env=environment_of(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


class Served:
    """A server in a process of its own, with everything it has written."""

    def __init__(self, process: "subprocess.Popen[str]", port: int) -> None:
        self.process, self.port = process, port
        self.lines: list[str] = []
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    @property
    def written(self) -> str:
        return "".join(self.lines)

    def get(self, path: str) -> tuple[int, Message, str]:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as answer:
            return answer.status, answer.headers, answer.read().decode()

    def wait_until_it_answers(self) -> None:
        deadline, turn = time.monotonic() + LONGEST_START, threading.Event()
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                self.get("/health")
                return
            except (urllib.error.URLError, ConnectionError):
                turn.wait(0.1)
        raise AssertionError(f"The server does not answer. It wrote: {self.written}")

    def stop(self) -> int:
        """Press Ctrl-C, and give the exit status."""
        self.process.send_signal(signal.SIGINT)
        status = self.process.wait(timeout=30)
        self.reader.join(timeout=10)
        return status

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as stream:
            self.lines.extend(stream)


@contextmanager
def served(home: Path, name: str) -> Iterator[Served]:
    port = free_port()
    server = Served(command(home, name, "--port", str(port)), port)
    try:
        server.wait_until_it_answers()
        yield server
    finally:
        if server.process.poll() is None:
            server.process.kill()
            server.process.wait(timeout=10)
        server.reader.join(timeout=10)


def test_serve_answers_with_its_security_headers_and_stops_cleanly(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert command(home, "migrate").communicate(timeout=120)[0].startswith("The database is at migration")

    with served(home, "serve") as server:
        status, headers, page = server.get("/sign-in")
        stopped = server.stop()

    assert status == 200
    assert "<form" in page
    assert "script-src" in headers["Content-Security-Policy"]
    assert "unsafe-inline" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Server" not in headers
    assert stopped in (0, 130)
    assert "Traceback" not in server.written


def test_serve_refuses_a_database_without_tables(tmp_path: Path) -> None:
    process = command(tmp_path / "home", "serve", "--port", str(free_port()))

    written, _nothing = process.communicate(timeout=120)

    assert process.returncode == 2
    assert "lahtotaso migrate" in written


def test_the_demo_loads_once_prints_its_accounts_and_starts_again_without_loading(tmp_path: Path) -> None:
    home = tmp_path / "home"

    with served(home, "demo") as first:
        first_status = first.get("/sign-in")[0]
        first_stopped = first.stop()
    with served(home, "demo") as second:
        second_status = second.get("/sign-in")[0]
        second.stop()

    assert (first_status, second_status) == (200, 200)
    assert first_stopped in (0, 130)
    assert "Loading the demo" in first.written
    assert "Loading the demo" not in second.written
    for demo in (first, second):
        assert "password" in demo.written
        assert "assessor" in demo.written
        assert "authority officer" in demo.written
        assert "Traceback" not in demo.written
