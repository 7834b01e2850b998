"""Writes the plain document of a rule set back as TOML, in the layout of the files that are shipped."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

Document = Mapping[str, Any]
"""What `tomllib` gives for a rule set file: dicts, lists, text, numbers, booleans and dates."""

WIDTH = 108
"""Columns a line may take before a list in it is broken; also the width of the headings."""

_BEGINNING = ("id", "version", "answers", "languages", "valid_from", "valid_to", "area", "include")
_TABLE = ("hit", "source")
_ROW = ("rule", "when", "gives", "because", "source")
_COMMENTS = {"languages": "the language tested", "area": "in force only for those who choose it"}
_HEADINGS = {
    "name": None,
    "sources": "Where the numbers come from",
    "inputs": "Inputs: what is asked, and what the answers can be",
    "tables": "Rules: in a list of lines any of them is enough; in one line all must hold",
    "overall": "The overall level: the weighted mean position of the four skills, a half rounded down",
    "requirements": "Which level each field asks of each skill",
    "tracks": "Where rules lead",
    "rises": "From easier to harder: raising an input must never lead to something easier",
    "exceptions": "Exceptions from that, with their reasons",
    "borderline": "Under which probability the best outcome is called borderline",
    "reasons": "Reasons, as people read them",
    "labels": "Names, as people read them",
}
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")


def rule_set_text(document: Document) -> str:
    """The text of a rule set file; `tomllib` reads exactly this document from it.

    Sections come in the order of our files and unknown ones after them; inside a section the order of the
    document stays, since it says in which order inputs are declared and rows judged. Comments are not kept:
    each section gets its usual heading. Raises TypeError for a value TOML cannot hold.
    """
    with_header = [key for key in document if key not in _BEGINNING and _has_header(document[key])]
    plain = {key: value for key, value in document.items() if key not in with_header}
    beginning = [_pair(key, plain[key]) + _comment(_COMMENTS.get(key)) for key in _ordered(plain, _BEGINNING)]
    blocks = [_block(beginning)]
    for key in _ordered(dict.fromkeys(with_header), tuple(_HEADINGS)):
        heading = _HEADINGS.get(key)
        blocks += [_heading(heading)] if heading else []
        blocks += _section(key, document[key])
    return "\n".join(block for block in blocks if block)


def _section(key: str, value: Any) -> Iterator[str]:
    """The blocks of one section: a table, a table of tables, or a list of tables."""
    if isinstance(value, list):
        for entry in value:
            yield _block([f"[[{_key(key)}]]", *_pairs(entry)])
    elif key in ("tables", "reasons") and value and all(isinstance(inner, dict) for inner in value.values()):
        for name, inner in value.items():
            yield from _table(f"{_key(key)}.{_key(name)}", inner)
    else:
        yield _block([f"[{_key(key)}]", *_pairs(value)])


def _table(name: str, table: Document) -> Iterator[str]:
    """A table of its own, its rows as a list of tables."""
    rows = table["rows"] if _is_list_of_tables(table.get("rows")) else []
    own = {key: value for key, value in table.items() if key != "rows" or not rows}
    yield _block([f"[{name}]", *_pairs(own, _TABLE)])
    for row in rows:
        everybody = None if "when" in row else "everybody else"
        yield _block([f"[[{name}.rows]]" + _comment(everybody), *_pairs(row, _ROW)])


def _pairs(table: Document, first: tuple[str, ...] = ()) -> list[str]:
    return [_pair(key, table[key]) for key in _ordered(table, first)]


def _pair(key: str, value: Any) -> str:
    """`key = value`, over several lines when it is a list of lines or too long for one."""
    line = f"{_key(key)} = {_inline(value)}"
    if len(line) > WIDTH or (_is_list_of_tables(value) and len(value) > 1):
        return f"{_key(key)} = {_broken(value)}"
    return line


def _broken(value: Any) -> str:
    """The value with its lists over several lines; what has no list stays on one."""
    if isinstance(value, list) and value:
        is_nested = any(isinstance(element, list | dict) for element in value)
        elements = [_inline(element) for element in value]
        lines = elements if is_nested else _filled(elements)
        return "\n".join(["[", *(f"    {line}," for line in lines), "]"])
    if isinstance(value, dict) and value:
        return "{ " + ", ".join(f"{_key(key)} = {_broken(inner)}" for key, inner in value.items()) + " }"
    return _inline(value)


def _filled(elements: list[str]) -> list[str]:
    """Short elements put together in lines that are not too long."""
    lines: list[str] = []
    for element in elements:
        if lines and len(lines[-1]) + len(element) + 7 <= WIDTH:
            lines[-1] += f", {element}"
        else:
            lines.append(element)
    return lines


def _inline(value: Any) -> str:
    """The value on one line."""
    if isinstance(value, dict):
        pairs = ", ".join(f"{_key(key)} = {_inline(inner)}" for key, inner in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_inline, value)) + "]"
    return _scalar(value)


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return _quoted(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    raise TypeError(f"TOML has no place for {value!r}.")


def _key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else _quoted(key)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _ordered(table: Mapping[str, object], first: tuple[str, ...]) -> list[str]:
    """The keys of a table, those named first in front."""
    return [key for key in first if key in table] + [key for key in table if key not in first]


def _has_header(value: Any) -> bool:
    return isinstance(value, dict) or _is_list_of_tables(value)


def _is_list_of_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, dict) for each in value)


def _block(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


def _heading(text: str) -> str:
    return f"# --- {text} ".ljust(WIDTH, "-") + "\n"


def _comment(text: str | None) -> str:
    return f" # {text}" if text else ""
