"""What may stand in a text of a letter: the placeholders of its source, and no markup."""

import re
from collections.abc import Mapping
from typing import Final

PLACEHOLDER: Final = re.compile(r"%\((\w+)\)s")
LONGEST: Final = 1000
_MARKUP: Final = re.compile(r"[<>]|&\w+;|&#")
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


def problems_of(messages: Mapping[str, str], *, complete: bool = False) -> dict[str, list[str]]:
    """Source text to the codes of all that is wrong with its text; `complete` also asks for every text."""
    found = {source: _problems(source, text, complete) for source, text in messages.items()}
    return {source: codes for source, codes in found.items() if codes}


def placeholders_of(text: str) -> tuple[str, ...]:
    """The placeholders as they must stand in the text: `%(name)s`."""
    return tuple(f"%({name})s" for name in PLACEHOLDER.findall(text))


def _problems(source: str, text: str, complete: bool) -> list[str]:
    if not text.strip():
        return ["text_missing"] if complete else []
    rules = {
        "placeholders_differ": sorted(placeholders_of(text)) != sorted(placeholders_of(source)),
        "stray_percent": "%" in PLACEHOLDER.sub("", text),
        "markup": bool(_MARKUP.search(text)),
        "control_characters": bool(_CONTROLS.search(text)),
        "wording_too_long": len(text) > LONGEST,
    }
    return [code for code, broken in rules.items() if broken]
