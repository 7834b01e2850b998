"""What a machine can see of the look: contrast, colours in one place, no inline style or script."""

import re
from pathlib import Path

import pytest

WEB = Path(__file__).parents[2] / "testing_app" / "web"
CSS = WEB / "static" / "css"
TEMPLATES = sorted(WEB.glob("templates/**/*.html"))
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b")
INLINE = re.compile(r"\sstyle=|\son[a-z]+=\"|<style|<script(?![^>]*\ssrc=)|javascript:")

TEXT_ON_SURFACE = [
    ("ink", "paper"),
    ("ink", "surface"),
    ("ink-soft", "paper"),
    ("ink-soft", "surface"),
    ("accent", "paper"),
    ("accent", "surface"),
    ("accent-deep", "accent-soft"),
    ("on-accent", "accent"),
    ("on-brand", "brand"),
    ("on-brand-soft", "brand"),
    ("surface", "bad"),
    ("bad", "surface"),
    *[(kind, f"{kind}-soft") for kind in ("good", "warn", "bad", "info", "neutral")],
]
SHAPE_ON_SURFACE = [
    ("line-strong", "surface"),
    ("line-strong", "paper"),
    ("level-reached", "level-open"),
    ("focus", "focus-edge"),
    ("focus-edge", "paper"),
    ("focus", "brand"),
]


def tokens() -> dict[str, str]:
    sheet = (CSS / "tokens.css").read_text().split("@media")[0]
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", sheet))


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.1)."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two tokens (WCAG 2.1)."""
    lighter, darker = sorted((luminance(tokens()[one]), luminance(tokens()[other])), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("text, surface", TEXT_ON_SURFACE)
def test_text_has_at_least_the_contrast_of_level_aa(text, surface):
    assert contrast(text, surface) >= 4.5


@pytest.mark.parametrize("shape, surface", SHAPE_ON_SURFACE)
def test_shapes_that_carry_meaning_have_at_least_three_to_one(shape, surface):
    assert contrast(shape, surface) >= 3


@pytest.mark.parametrize(
    "sheet", [sheet.stem for sheet in CSS.glob("*.css") if sheet.stem not in {"tokens", "print"}]
)
def test_colours_are_decided_in_the_token_file_only(sheet):
    assert COLOUR.findall((CSS / f"{sheet}.css").read_text()) == []


def test_every_token_that_is_named_is_decided():
    named = {
        name
        for sheet in CSS.glob("*.css")
        for name in re.findall(r"var\(--([a-z0-9-]+)\)", sheet.read_text())
    }
    decided = set(re.findall(r"--([a-z0-9-]+):", (CSS / "tokens.css").read_text()))

    assert named <= decided


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(WEB)))
def test_no_template_carries_inline_style_or_script(template):
    assert INLINE.findall(template.read_text()) == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(WEB)))
def test_every_template_says_what_it_is_for(template):
    assert template.read_text().startswith("{#")
