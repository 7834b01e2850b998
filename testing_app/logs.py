"""Structured logs: one JSON object a line, without names, addresses, query strings or typed text."""

import json
import logging
import re
import secrets
import sys
from datetime import UTC, datetime
from time import perf_counter
from typing import Any, TextIO

from flask import Flask, Response, g, request

FIELDS = ("request", "method", "route", "status", "ms", "account", "incident", "kind", "count", "result")
"""What may stand in a line beside time, level, logger and message; anything else is left out."""

QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|\[parameters:.*?\]", re.DOTALL)
log = logging.getLogger("lahtotaso.requests")


class JsonLines(logging.Formatter):
    """Formats a record as one line of JSON; of an exception it keeps the kind and the places, not the text.

    Messages of exceptions quote values (a constraint quotes the row), so they do not belong in a log.
    """

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.msg if record.name.startswith("lahtotaso") else _unquoted(record.getMessage()),
        }
        line.update({name: getattr(record, name) for name in FIELDS if hasattr(record, name)})
        if record.exc_info and record.exc_info[0]:
            line["exception"] = record.exc_info[0].__name__
            line["places"] = _places(record.exc_info[2])
        return json.dumps(line, ensure_ascii=False, default=str)


def set_up(stream: TextIO = sys.stderr, *, level: int = logging.INFO) -> None:
    """Send every log of this process to the stream, one JSON object a line."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("lahtotaso").setLevel(level)


def install(app: Flask) -> None:
    """Write a line for every request, with the pattern of its route rather than its address."""
    app.before_request_funcs.setdefault(None, []).insert(0, _begin)
    app.after_request(_end)


def _begin() -> None:
    g.request_id = secrets.token_hex(8)
    g.began_at = perf_counter()


def _end(response: Response) -> Response:
    if request.endpoint == "static":
        return response
    actor = g.get("actor")
    began_at = g.get("began_at")
    log.info(
        "request",
        extra={
            "request": g.get("request_id"),
            "method": request.method,
            "route": request.url_rule.rule if request.url_rule else None,
            "status": response.status_code,
            "ms": round((perf_counter() - began_at) * 1000, 1) if began_at else None,
            "account": str(actor.account_id) if actor else None,
        },
    )
    return response


def _places(traceback: Any) -> list[str]:
    found = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        found.append(f"{code.co_filename}:{traceback.tb_lineno} {code.co_name}")
        traceback = traceback.tb_next
    return found[-12:]


def _unquoted(message: str) -> str:
    """A message of a library without what it quotes."""
    return QUOTED.sub("…", message)
