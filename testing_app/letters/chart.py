"""The skill profile as a drawing: one small SVG per skill, on the scale of the national level list."""

from dataclasses import dataclass
from typing import Final

from markupsafe import Markup, escape

from testing_app.vocabulary import LEVELS_GIVEN

STEP_WIDTH: Final = 100
HEIGHT: Final = 56
AXIS_HEIGHT: Final = 40
TARGET: Final = "B1.1"
_STEP_INK: Final = 'fill="#3c4a54"'
_TARGET_INK: Final = 'fill="#8a5300" font-weight="700"'
LOWEST_TOP: Final = LEVELS_GIVEN.index("B1.2")  # the scale always shows at least one step above the target


@dataclass(frozen=True)
class Scale:
    """The steps one chart shows, lowest first, and whether it runs from right to left."""

    levels: tuple[str, ...]
    mirrored: bool

    @property
    def width(self) -> int:
        """Width of the drawing in its own units."""
        return STEP_WIDTH * len(self.levels)

    def x(self, distance: float, *, width: float = 0) -> float:
        """Left edge of something that starts at this distance from the scale's beginning."""
        return self.width - distance - width if self.mirrored else distance


def scale_for(levels: list[str], *, mirrored: bool) -> Scale:
    """A scale from below A1.1 to B1.2, or higher if a skill is higher."""
    top = max([LOWEST_TOP, *(LEVELS_GIVEN.index(level) for level in levels)])
    return Scale(LEVELS_GIVEN[: top + 1], mirrored)


def axis(scale: Scale, title: str) -> Markup:
    """The names of the steps, the target marked."""
    names = "".join(
        f'<text text-anchor="middle" font-family="Noto Sans" font-size="27"'
        f" {_TARGET_INK if level == TARGET else _STEP_INK}"
        f' x="{scale.x(STEP_WIDTH * (place + 0.5)):g}" y="29">{escape(_short(level))}</text>'
        for place, level in enumerate(scale.levels)
    )
    return _svg(scale, AXIS_HEIGHT, names, title=title)


def bar(scale: Scale, level: str | None, title: str) -> Markup:
    """One skill: a bar up to its level, or a dashed empty row where there is no level."""
    return _svg(
        scale, HEIGHT, _grid(scale) + (_filled(scale, level) if level else _empty(scale)), title=title
    )


def _grid(scale: Scale) -> str:
    target = STEP_WIDTH * (scale.levels.index(TARGET) + 0.5)
    lines = "".join(
        f'<line x1="{scale.x(STEP_WIDTH * (place + 0.5)):g}" x2="{scale.x(STEP_WIDTH * (place + 0.5)):g}"'
        f' y1="0" y2="{HEIGHT}" stroke="#d5dde3" stroke-width="1.5"/>'
        for place in range(len(scale.levels))
    )
    x = scale.x(target)
    return lines + (
        f'<line x1="{x:g}" x2="{x:g}" y1="0" y2="{HEIGHT}"'
        ' stroke="#8a5300" stroke-width="4" stroke-dasharray="10 7"/>'
    )


def _filled(scale: Scale, level: str) -> str:
    length = STEP_WIDTH * (scale.levels.index(level) + 0.5)
    left = scale.x(0, width=length)
    end = scale.x(length)
    return (
        f'<rect x="{left:g}" y="17" width="{length:g}" height="22" fill="#0b5c7a"/>'
        f'<circle cx="{end:g}" cy="28" r="18" fill="#0b5c7a" stroke="#ffffff" stroke-width="5"/>'
    )


def _empty(scale: Scale) -> str:
    return (
        f'<line x1="6" x2="{scale.width - 6}" y1="28" y2="28"'
        ' stroke="#66747f" stroke-width="3" stroke-dasharray="3 11" stroke-linecap="round"/>'
    )


def _short(level: str) -> str:
    return "< A1.1" if level == "alle_A1.1" else level


def _svg(scale: Scale, height: int, inside: str, *, title: str) -> Markup:
    return Markup(  # noqa: S704 - the only text inside is escaped
        f'<svg xmlns="http://www.w3.org/2000/svg" class="bar" viewBox="0 0 {scale.width} {height}"'
        f' role="img"><title>{escape(title)}</title>{inside}</svg>'
    )
