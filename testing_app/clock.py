"""The one place that reads the clock; everything else takes time as an argument."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

HELSINKI = ZoneInfo("Europe/Helsinki")


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def local(moment: datetime) -> datetime:
    """The same moment on a Finnish wall clock."""
    return moment.astimezone(HELSINKI)


def today() -> date:
    """The calendar day in Finland now."""
    return local(now()).date()
