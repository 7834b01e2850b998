"""Refuses what no keyboard types: a NUL in a form or an address, which PostgreSQL cannot keep."""

from flask import Flask, abort, request

NUL = "\0"


def install(app: Flask) -> None:
    """Look at every request before its view does."""
    app.before_request(refuse_nul)


def refuse_nul() -> None:
    """400 for a text that only a program could have sent."""
    values = [value for given in (request.args, request.form) for _name, value in given.items(multi=True)]
    if any(NUL in value for value in values):
        abort(400)
