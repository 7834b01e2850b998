"""Where each key and value of a TOML text stands, so that a problem in it has a line and a column."""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

Path = tuple[str | int, ...]
"""Keys, and indexes of lists from 0: ("tables", "track", "rows", 5, "when", 1, "schooling_years")."""

_NOTHING = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = re.compile(r"[A-Za-z0-9_-]+|\"(?:\\.|[^\"\\])*\"|'[^']*'")
_SCALAR = re.compile(
    r'"""(?:\\.|[^\\])*?""""{0,2}'
    r"|'''.*?''''{0,2}"
    r'|"(?:\\.|[^"\\])*"'
    r"|'[^']*'"
    r"|\d{4}-\d\d-\d\d \d\d:[^,\]}\s#]*"
    r"|[^,\]}\s#]+",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Line and column in a text, both counted from 1; the column in characters."""

    line: int
    column: int


class Places(Mapping[Path, Place]):
    """The place of each path: where its value begins, or the header of its table, or its element of a list.

    A table or list that only stands in the name of another ("a" in `[a.b]` or `a.b = 1`) has the place of
    that header or key. The whole text is the empty path.
    """

    def __init__(self, values: Mapping[Path, Place], keys: Mapping[Path, Place]) -> None:
        self._values = values
        self._keys = keys

    def __getitem__(self, path: Path) -> Place:
        return self._values[path]

    def __iter__(self) -> Iterator[Path]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def place_of_key(self, path: Path) -> Place:
        """Where the key itself begins; an element of a list has none and gives its own place."""
        return self._keys.get(path) or self.nearest(path)

    def nearest(self, path: Path) -> Place:
        """The place of the path, or of the nearest thing around it that the text has."""
        while path not in self._values:
            path = path[:-1]
        return self._values[path]


def places_of(text: str) -> Places:
    """The places in a TOML text that `tomllib` has read without an error; of any other the answer is void."""
    scanner = _Scanner(text)
    scanner.document()
    lines = [0, *(at.end() for at in re.finditer("\n", text))]

    def place(offset: int) -> Place:
        line = bisect_right(lines, offset)
        return Place(line, offset - lines[line - 1] + 1)

    return Places(
        {path: place(offset) for path, offset in scanner.values.items()},
        {path: place(offset) for path, offset in scanner.keys.items()},
    )


class _Scanner:
    """Walks once through the text and notes the offset of each value and key."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.values: dict[Path, int] = {(): 0}
        self.keys: dict[Path, int] = {}
        self.lengths: dict[Path, int] = {}

    def document(self) -> None:
        table: Path = ()
        self._skip()
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self._header()
            else:
                self._key_and_value(table)
            self._skip()

    def _header(self) -> Path:
        """Read `[a.b]` or `[[a.b]]`; give the path of the table it opens."""
        begin = self.at
        is_list = self.text.startswith("[[", begin)
        self.at += 2 if is_list else 1
        path: Path = ()
        keys = self._dotted_key()
        for key, offset in keys:
            path = (*self._newest(path), key)
            self.keys.setdefault(path, offset)
            self.values.setdefault(path, begin)
        if is_list:
            self.lengths[path] = self.lengths.get(path, 0) + 1
            path = self._newest(path)
        else:
            self.keys[path] = keys[-1][1]
        self.values[path] = begin
        self.at += 2 if is_list else 1
        return path

    def _newest(self, path: Path) -> Path:
        """The element a header means when it names a list of tables: the last one so far."""
        return (*path, self.lengths[path] - 1) if path in self.lengths else path

    def _key_and_value(self, table: Path) -> None:
        path, begin = table, self.at
        for key, offset in self._dotted_key():
            path = (*path, key)
            self.keys.setdefault(path, offset)
            self.values.setdefault(path, begin)
        self._step("=")
        self._value(path)

    def _dotted_key(self) -> list[tuple[str, int]]:
        """The keys of `a."b c".d`, each with its offset; stops at what follows."""
        keys = []
        while True:
            self._skip()
            begin = self.at
            raw = self._take(_KEY)
            keys.append((tomllib.loads(f"key = {raw}")["key"] if raw[0] in "\"'" else raw, begin))
            self._skip()
            if self.text[self.at] != ".":
                return keys
            self.at += 1

    def _value(self, path: Path) -> None:
        self.values[path] = self.at
        opening = self.text[self.at]
        if opening == "[":
            self._elements(path)
        elif opening == "{":
            self._inline_table(path)
        else:
            self._take(_SCALAR)

    def _elements(self, path: Path) -> None:
        self._step("[")
        index = 0
        while self.text[self.at] != "]":
            self._value((*path, index))
            self._skip()
            self._step(",")
            index += 1
        self.at += 1

    def _inline_table(self, path: Path) -> None:
        self._step("{")
        while self.text[self.at] != "}":
            self._key_and_value(path)
            self._skip()
            self._step(",")
        self.at += 1

    def _step(self, mark: str) -> None:
        """Pass this mark if it stands here, and the space after it."""
        if self.text[self.at] == mark:
            self.at += 1
        self._skip()

    def _skip(self) -> None:
        self._take(_NOTHING)

    def _take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        if found is None:
            raise ValueError(f"not TOML at character {self.at}")
        self.at = found.end()
        return found.group()
