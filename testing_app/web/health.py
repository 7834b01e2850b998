"""What a load balancer asks: can this process serve?"""

from flask import Blueprint, Response

from testing_app.persistence import migrate
from testing_app.web.units import database

health = Blueprint("health", __name__)


@health.get("/health")
def show() -> Response:
    """`ok` while the database answers and is migrated; nothing else is told."""
    ready = migrate.is_ready(database())
    answer = Response("ok\n" if ready else "unavailable\n", 200 if ready else 503, mimetype="text/plain")
    answer.headers["Cache-Control"] = "no-store"
    return answer
