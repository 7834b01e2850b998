"""The topics of the advice register: twenty, with their names, in the order of the register."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LIST = Path(__file__).parent / "topics.csv"


@cache
def topics() -> Mapping[str, Mapping[str, str]]:
    """Names by language (`fi`, `sv`, `en`) of every topic code, in the order of the list."""
    with LIST.open(encoding="utf-8", newline="") as lines:
        return {row.pop("code"): row for row in csv.DictReader(lines)}


def topic_name(code: str, language: str) -> str:
    """A topic as a reader of this language calls it; a code that the list no longer has is shown as it is."""
    names = topics().get(code)
    return names.get(language, names["en"]) if names else code
