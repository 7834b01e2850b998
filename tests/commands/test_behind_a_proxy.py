"""Guards what an installation behind proxies believes, warns of and lets through."""

from pathlib import Path
from typing import Any

import pytest
from flask import Flask, request

from testing_app.app import MAXIMUM_UPLOAD, believe_proxies
from testing_app.commands.serve import ServeOptions, server_of, warn_without_proxy
from testing_app.settings import MasterSecret, Settings, settings_from
from tests.world import World


def behind_tls(home: Path) -> Settings:
    return Settings(home, "sqlite://", MasterSecret(b"x" * 32), behind_tls=True)


def address_seen(proxies: int) -> str:
    app = believe_proxies(Flask(__name__), proxies)
    app.add_url_rule("/", "address", lambda: f"{request.scheme} {request.remote_addr}")
    headers = {"X-Forwarded-For": "198.51.100.7, 203.0.113.5", "X-Forwarded-Proto": "http, https"}
    return app.test_client().get("/", headers=headers).text


@pytest.mark.parametrize(
    ("proxies", "seen"), [(0, "http 127.0.0.1"), (1, "https 203.0.113.5"), (2, "http 198.51.100.7")]
)
def test_as_many_proxies_are_believed_as_there_are(proxies: int, seen: str) -> None:
    assert address_seen(proxies) == seen


def test_the_number_of_proxies_is_a_setting(tmp_path: Path) -> None:
    given = {"LAHTOTASO_HOME": str(tmp_path)}

    assert settings_from(given).trusted_proxies == 0
    assert settings_from(given | {"LAHTOTASO_TRUSTED_PROXIES": "2"}).trusted_proxies == 2


@pytest.mark.parametrize("text", ["-1", "one", "1.5"])
def test_a_number_of_proxies_that_is_none_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(ValueError, match="LAHTOTASO_TRUSTED_PROXIES must be a whole number"):
        settings_from({"LAHTOTASO_HOME": str(tmp_path), "LAHTOTASO_TRUSTED_PROXIES": text})


def test_tls_without_a_trusted_proxy_is_warned_of(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    warn_without_proxy(behind_tls(tmp_path), ServeOptions(trusted_proxy="127.0.0.1"))
    silent = capsys.readouterr().err

    warn_without_proxy(behind_tls(tmp_path), ServeOptions())

    assert silent == ""
    assert "no --trusted-proxy" in capsys.readouterr().err


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_the_server_takes_hardly_more_than_the_application_does(settings: Any, world: World) -> None:
    server = server_of(settings, world.database, ServeOptions(port=0))
    try:
        most = server.adj.max_request_body_size
    finally:
        server.task_dispatcher.shutdown()
        server.close()

    assert MAXIMUM_UPLOAD < most <= MAXIMUM_UPLOAD + 2 * 1024 * 1024
