"""A form version as the item desk shows it: its dates, its state, its cut scores drawn as bands."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from testing_app.items.measurement import bands_of
from testing_app.items.queries import FormVersion
from testing_app.web.languages import choose
from testing_app.web.words import level_word


class VersionState(StrEnum):
    """Where a version stands on a day."""

    IN_FORCE = "in_force"
    TO_COME = "to_come"
    PAST = "past"


@dataclass(frozen=True)
class BandShown:
    """One level: its points, and its place on an axis of 100."""

    level: str
    short: str
    points: str
    start: float
    width: float


@dataclass(frozen=True)
class VersionShown:
    """One version, ready for the page."""

    number: int
    state: VersionState
    valid_from: date
    valid_to: date | None
    maximum: int | None
    bands: tuple[BandShown, ...]
    criteria: tuple[str, ...]
    source: str


def version_shown(version: FormVersion, *, on: date) -> VersionShown:
    """The version as it stands on a day."""
    return VersionShown(
        number=version.number,
        state=_state(version, on),
        valid_from=version.valid_from,
        valid_to=version.valid_to,
        maximum=version.maximum,
        bands=_bands(version),
        criteria=tuple(criterion.get(choose()) or criterion["fi"] for criterion in version.criteria),
        source=version.source,
    )


def _state(version: FormVersion, on: date) -> VersionState:
    if version.valid_from > on:
        return VersionState.TO_COME
    if version.valid_to is not None and version.valid_to < on:
        return VersionState.PAST
    return VersionState.IN_FORCE


def _bands(version: FormVersion) -> tuple[BandShown, ...]:
    scores = (version.maximum or 0) + 1
    return tuple(
        BandShown(
            level=level_word(band.level),
            short=band.level.replace("alle_", "<"),
            points=f"{band.lowest}–{band.highest}" if band.highest > band.lowest else str(band.lowest),
            start=100 * band.lowest / scores,
            width=100 * (band.highest - band.lowest + 1) / scores,
        )
        for band in bands_of(version)
    )
