"""Shares of the simulated country, as the field reports them: languages, levels, tracks, interruptions."""

from random import Random

from testing_app.advice.topics import topics
from testing_app.vocabulary import LEVELS_GIVEN

LEVELS = LEVELS_GIVEN
LANGUAGES = {
    "uk": 18, "ru": 17, "ar": 14, "fa": 4, "fa-AF": 6, "so": 7, "en": 6, "ckb": 3, "kmr": 2, "sq": 3, "es": 3,
    "th": 3, "tr": 3, "ti": 2, "am": 1, "vi": 2, "zh-Hans": 2, "fr": 2, "et": 1, "pl": 1,
}  # fmt: skip
SPEAKING = (45, 15, 12, 10, 8, 5, 3, 2)
"""Steps of the scale at the start, per cent."""

INTERRUPTIONS = (30, 15, 15, 10, 8, 12, 6, 4)
AREAS_OF_ONE = ("Keskus", "Rannikko", "Pohjoinen", "Etelä", "Saaristo", "Järvi", "Metsä")
PATHS = {"integration-slow": 30, "integration-basic": 48, "integration-fast": 22}
TRACKS = frozenset({*PATHS, "literacy-1", "literacy-2", "adult-basic-education"})
TOPICS = list(topics())
BEYOND = 6
"""The step from which integration training is over."""


def drawn_track(chance: Random, base: int) -> tuple[str, str | None]:
    """A track and module for somebody at this step of the scale."""
    drawn = chance.random()
    if drawn < 0.05:
        return "literacy-1", None
    if drawn < 0.12:
        return "literacy-2", None
    if drawn < 0.15:
        return "adult-basic-education", None
    if base >= BEYOND:
        return "beyond-integration", None
    track = chance.choices(list(PATHS), list(PATHS.values()))[0]
    return track, ("M1", "M2", "M2", "M2", "M3", "M4")[base]
