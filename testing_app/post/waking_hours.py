"""Telephones stay silent at night."""

from datetime import datetime, time, timedelta

from testing_app.clock import HELSINKI, local

NOBODY_BEFORE, NOBODY_AFTER = time(8), time(20)


def when_awake(moment: datetime) -> datetime:
    """The moment itself between eight and twenty in Finland, else the next eight o'clock."""
    at = local(moment)
    if at.time() < NOBODY_BEFORE:
        return datetime.combine(at.date(), NOBODY_BEFORE, tzinfo=HELSINKI)
    if at.time() >= NOBODY_AFTER:
        return datetime.combine(at.date() + timedelta(days=1), NOBODY_BEFORE, tzinfo=HELSINKI)
    return at
