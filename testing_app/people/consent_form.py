"""The data-transfer form as people sign it: its text in each language, and the digest of what was shown."""

import hashlib
import json
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from testing_app.vocabulary import ConsentScope

TEXTS = Path(__file__).parent / "consent_texts"
FORM_LANGUAGES = ("fi", "sv", "en", "ru", "ar", "so")
OFFICIAL_LANGUAGES = ("fi", "sv")
RIGHT_TO_LEFT = frozenset({"ar"})


@dataclass(frozen=True)
class ScopeText:
    """What one scope allows."""

    title: str
    text: str


@dataclass(frozen=True, kw_only=True)
class FormText:
    """The whole form in one language."""

    language: str
    title: str
    statutory: str
    voluntary: str
    withdrawing: str
    choose: str
    name: str
    date: str
    signature: str
    witness: str
    scopes: Mapping[ConsentScope, ScopeText]

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`, as HTML says it."""
        return "rtl" if self.language in RIGHT_TO_LEFT else "ltr"


@dataclass(frozen=True, kw_only=True)
class ShownForm:
    """The form as one candidate sees it, the official language first; it may not exist in theirs."""

    texts: Sequence[FormText]
    untranslated: str | None

    @property
    def language(self) -> str:
        """The language the candidate reads it in: the last one."""
        return self.texts[-1].language

    @property
    def digest(self) -> str:
        """SHA-256 of every text shown: what a signature on screen stands under."""
        said = [asdict(text) for text in self.texts]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def form_in(language: str, *, official: str = "fi") -> ShownForm:
    """The form in Finnish or Swedish and the candidate's language; in English where that one is missing."""
    if language in FORM_LANGUAGES:
        codes = dict.fromkeys((official, language))
        return ShownForm(texts=[form_text(code) for code in codes], untranslated=None)
    return ShownForm(texts=[form_text(official), form_text("en")], untranslated=language)


@cache
def form_text(language: str) -> FormText:
    """The form in one language; read once per process."""
    said = tomllib.loads((TEXTS / f"{language}.toml").read_text(encoding="utf-8"))
    scopes = {scope: ScopeText(**said["scopes"][scope.value]) for scope in ConsentScope}
    return FormText(**{**said, "language": language, "scopes": scopes})
