"""The only place that knows HTTP numbers: turns refusals and faults into pages people understand."""

import logging
import secrets

from flask import Flask, render_template
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from testing_app.errors import Conflict, NotAllowed, NotFound, ProductError
from testing_app.web.messages import message_of

STATUS = {NotFound: 404, NotAllowed: 403, Conflict: 409}
PAGES = frozenset({403, 404, 405, 409, 413, 429, 500, 503})
log = logging.getLogger("lahtotaso")


def install(app: Flask) -> None:
    """Give every refusal and fault its page."""
    app.register_error_handler(ProductError, _product_error)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(CSRFError, _form_expired)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(OperationalError, _database_busy)
    app.register_error_handler(Exception, _fault)


def _product_error(error: ProductError) -> ResponseReturnValue:
    status = next((code for kind, code in STATUS.items() if isinstance(error, kind)), 422)
    return _page(status, message=message_of(error))


def _stale(_error: StaleDataError) -> ResponseReturnValue:
    return _page(409, message=message_of(Conflict("changed_meanwhile")))


def _form_expired(_error: CSRFError) -> ResponseReturnValue:
    return render_template("errors/csrf.html"), 400


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None:
        return error.response
    code = error.code or 500
    if code < 400:
        return error
    return _page(code)


def _database_busy(error: OperationalError) -> ResponseReturnValue:
    log.error("database unavailable", extra={"kind": type(error.orig).__name__})
    return _page(503)


def _fault(error: Exception) -> ResponseReturnValue:
    incident = secrets.token_hex(4)
    log.error("fault", extra={"incident": incident}, exc_info=error)
    return _page(500, incident=incident)


def _page(status: int, *, message: str | None = None, incident: str | None = None) -> ResponseReturnValue:
    template = f"errors/{status if status in PAGES else 'other'}.html"
    return render_template(template, message=message, incident=incident, status=status), status
