"""The door to placement_rules for those who write rules: a text taken apart, changed, written again."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from placement_rules.cells import Comparison, examples
from placement_rules.conditions import Subject
from placement_rules.editing import (
    WrittenLine,
    WrittenRow,
    WrittenTest,
    moved,
    table_names,
    with_line,
    with_rows,
    with_texts,
    with_values,
    written_rows,
)
from placement_rules.rule_files import document_of, own_document
from placement_rules.writing import Document, rule_set_text
from testing_app.rule_sets.stored import Library

NAME = "draft"


def whole_document(text: str, *, library: Library) -> dict[str, Any]:
    """The plain content of a text with what it includes; `rules.RuleSetError` when it is not TOML."""
    return document_of(text, NAME, library=library)


def text_with_rows(text: str, table: str, rows: Iterable[WrittenRow], *, library: Library) -> str:
    """The text with other rows in one table; a variant gets that table of its own."""
    return _changed(text, lambda document: with_rows(document, table, rows), {"tables": [table]}, library)


def text_with_texts(
    text: str, section: str, texts: Mapping[str, Mapping[str, str]], *, library: Library
) -> str:
    """The text with other sentences or names; a variant keeps only those that differ from its base."""
    before = whole_document(text, library=library).get(section)
    old = before if isinstance(before, dict) else {}
    new = with_texts({section: {}}, section, texts)[section]
    differing = {code: texts[code] for code in texts if new[code] != old.get(code)}
    if not differing:
        return text
    change = lambda document: with_texts(document, section, differing)  # noqa: E731
    return _changed(text, change, {section: list(differing)}, library)


def text_with_values(text: str, values: Mapping[str, Any]) -> str:
    """The text with other values at the top; None takes one away."""
    return rule_set_text(with_values(own_document(text, NAME), values))


def _changed(
    text: str,
    change: Callable[[Document], Document],
    parts: Mapping[str, Sequence[str]],
    library: Library,
) -> str:
    """The text after a change; of what a variant includes only the changed parts become its own."""
    own = own_document(text, NAME)
    changed = change(whole_document(text, library=library))
    if "include" not in own:
        return rule_set_text(changed)
    for section, names in parts.items():
        there = own.get(section)
        kept = there if isinstance(there, dict) else {}
        own[section] = {**kept, **{name: changed[section][name] for name in names}}
    return rule_set_text(own)


__all__ = [
    "Comparison",
    "Document",
    "Subject",
    "WrittenLine",
    "WrittenRow",
    "WrittenTest",
    "examples",
    "moved",
    "own_document",
    "table_names",
    "text_with_rows",
    "text_with_texts",
    "text_with_values",
    "whole_document",
    "with_line",
    "written_rows",
]
