"""Every text a person reads exists in Finnish, Swedish and English, with the same placeholders."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).parents[2]
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def translations_script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("translations", ROOT / "scripts" / "translations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_no_text_is_left_untranslated(language: str) -> None:
    assert translations_script().untranslated(language) == []


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_translations_keep_every_placeholder(language: str) -> None:
    differing = []
    for message in translations_script().read(language):
        sources = message.id if isinstance(message.id, (list, tuple)) else (message.id,)
        strings = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
        wanted = set(PLACEHOLDER.findall(sources[-1]))
        differing += [sources[0] for text in strings if text and set(PLACEHOLDER.findall(text)) != wanted]

    assert [text for text in differing if text] == []
