"""The places of keys and values in a TOML text, compared with what tomllib reads there."""

import json
import tomllib
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from placement_rules.toml_places import Path, Place, Places, places_of

KEYS = st.one_of(
    st.sampled_from(["a", "b", "c", "any of the four skills", "kieli.ä", "1", "-", ""]),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=5),
)
SCALARS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=12),
    st.sampled_from(['say "A2"', "it's", "# no comment", "a = [1]", '"""', "'''", "back\\slash", "]", "}"]),
    st.integers(-(2**62), 2**62),
    st.floats(allow_nan=False, allow_infinity=False),
    st.booleans(),
    st.dates(),
    st.times(),
    st.datetimes(),
)
DOCUMENTS = st.dictionaries(
    KEYS,
    st.recursive(
        SCALARS,
        lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=4)),
        max_leaves=12,
    ),
    max_size=5,
)


class Writer:
    """Writes a document as TOML, choosing by chance among all the ways TOML has."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw

    def choose(self, *ways: str) -> str:
        return self.draw(st.sampled_from(ways))

    def space(self) -> str:
        return self.choose("", "", " ", "\t ")

    def gap(self) -> str:
        """What may stand between the elements of a list."""
        return self.choose("", " ", "\n", ' # ] } \' """\n', "\r\n\t")

    def key(self, key: str) -> str:
        ways = [json.dumps(key, ensure_ascii=False)]
        if key and all(mark.isascii() and (mark.isalnum() or mark in "_-") for mark in key):
            ways.append(key)
        if "'" not in key:
            ways.append(f"'{key}'")
        return self.choose(*ways)

    def dotted(self, keys: list[str]) -> str:
        return f"{self.space()}.{self.space()}".join(map(self.key, keys))

    def text(self, value: str) -> str:
        escaped = json.dumps(value, ensure_ascii=False)
        ways = [escaped, '"""' + escaped[1:-1].replace("\\n", "\n") + '"""', f'"""\n{escaped[1:-1]}"""']
        if "'" not in value:
            ways.append(f"'''\n{value}'''")
            if "\n" not in value:
                ways.append(f"'{value}'")
        return self.choose(*ways)

    def value(self, value: Any) -> str:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, bool):
            return str(value).lower()
        if isinstance(value, list):
            inside = [self.gap() + self.value(each) + self.gap() for each in value]
            return (
                "[" + ",".join(inside) + ("," if inside and self.choose("", ",") else "") + self.gap() + "]"
            )
        if isinstance(value, dict):
            pairs = (f"{self.space()}{pair}{self.space()}" for pair in self.pairs(value))
            return "{" + ",".join(pairs) + "}"
        if isinstance(value, datetime):
            return value.isoformat(sep=self.choose("T", " "))
        if isinstance(value, date | time):
            return value.isoformat()
        return repr(value)

    def pairs(self, table: dict[str, Any]) -> Iterator[str]:
        for key, value in table.items():
            keys = [key]
            while isinstance(value, dict) and len(value) == 1 and self.choose("dotted", "plain") == "dotted":
                ((inner, value),) = value.items()
                keys.append(inner)
            yield f"{self.dotted(keys)}{self.space()}={self.space()}{self.value(value)}"

    def table(self, table: dict[str, Any], keys: list[str]) -> Iterator[str]:
        """The lines of a table: what it says itself, then the tables that stand under headers."""
        below = {
            key: value
            for key, value in table.items()
            if (isinstance(value, dict) or is_list_of_tables(value))
            and self.choose("header", "inline") == "header"
        }
        own = {key: value for key, value in table.items() if key not in below}
        yield from self.pairs(own)
        for key, value in below.items():
            opening, closing = ("[", "]") if isinstance(value, dict) else ("[[", "]]")
            for each in [value] if isinstance(value, dict) else value:
                name = self.dotted([*keys, key])
                yield f"{self.space()}{opening}{self.space()}{name}{self.space()}{closing}{self.space()}"
                yield from self.table(each, [*keys, key])

    def document(self, document: dict[str, Any]) -> str:
        end = self.choose("\n", "\r\n", " # [x]\n", " \n\n")
        return "".join(line + end for line in self.table(document, []))


def is_list_of_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(each, dict) for each in value)


@st.composite
def texts(draw: st.DrawFn) -> str:
    return Writer(draw).document(draw(DOCUMENTS))


def paths_in(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    yield path, value
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from paths_in(inner, (*path, key))


def text_from(text: str, place: Place) -> str:
    lines = text.split("\n")
    return "\n".join([lines[place.line - 1][place.column - 1 :], *lines[place.line :]])


def readings_of(text: str) -> Iterator[Any]:
    """The values that tomllib reads in the beginnings of a text that end where a value may end."""
    for end in range(1, len(text) + 1):
        if end == len(text) or text[end] in ",]} \t\r\n#":
            try:
                yield tomllib.loads(f"value = {text[:end]}")["value"]
            except tomllib.TOMLDecodeError:
                continue


def keys_of_header(text: str) -> list[str]:
    """The keys of the header a text begins with; none if it begins with something else."""
    try:
        table = tomllib.loads(text.split("\n")[0].rstrip("\r"))
    except tomllib.TOMLDecodeError:
        return []
    keys = []
    while table:
        ((key, table),) = table.items() if isinstance(table, dict) else table[0].items()
        keys.append(key)
        table = table[0] if isinstance(table, list) else table
    return keys


def begins_with_key(text: str, key: str) -> bool:
    ends = (end for end in range(1, len(text)) if text[end] in ".=] \t")
    for end in ends:
        try:
            if tomllib.loads(f"{text[:end]} = 1") == {key: 1}:
                return True
        except tomllib.TOMLDecodeError:
            continue
    return False


def is_read_there(text: str, path: Path, value: Any) -> bool:
    """Whether the text begins with the value, or with a header or key that makes the table or list."""
    if any(type(read) is type(value) and read == value for read in readings_of(text)):
        return True
    keys = [key for key in path if isinstance(key, str)]
    is_made_by_header = text.startswith("[") and keys_of_header(text)[: len(keys)] == keys
    is_made_by_key = not text.startswith(("[", "{"))
    return isinstance(value, dict | list) and (not path or is_made_by_header or is_made_by_key)


def place_in(text: str, path: Path) -> tuple[int, int]:
    place = places_of(text)[path]
    return place.line, place.column


@given(texts())
def test_every_path_that_tomllib_reads_has_the_place_of_its_value(text: str) -> None:
    places = places_of(text)

    wrong = [
        path
        for path, value in paths_in(tomllib.loads(text))
        if path not in places or not is_read_there(text_from(text, places[path]), path, value)
    ]

    assert wrong == []
    assert len(places) == len(list(paths_in(tomllib.loads(text))))


@given(texts())
def test_every_key_stands_at_its_place(text: str) -> None:
    places = places_of(text)

    wrong = [
        path
        for path in places
        if path
        and isinstance(path[-1], str)
        and not begins_with_key(text_from(text, places.place_of_key(path)), path[-1])
    ]

    assert wrong == []


RULES = """\
# Kielitaito
id = "a-set"
  include = { id = 'b', version = 2 }

[[tables.track.rows]]
rule = "one"
[[tables.track.rows]] # the second
rule = "two"
when = [
  { literacy = "none" },
  { "any of the four skills" = "missing",
]
[tables.track]
hit = "first"
""".replace('"missing",', '"missing" },')


def test_a_value_in_a_row_of_a_table_has_line_and_column() -> None:
    path = ("tables", "track", "rows", 1, "when", 1, "any of the four skills")

    assert place_in(RULES, path) == (11, 32)
    assert places_of(RULES).place_of_key(path) == Place(11, 5)


def test_an_element_of_a_list_begins_where_its_value_begins() -> None:
    assert place_in(RULES, ("tables", "track", "rows", 1, "when", 0)) == (10, 3)


def test_a_row_begins_at_its_header() -> None:
    assert place_in(RULES, ("tables", "track", "rows", 0)) == (5, 1)
    assert place_in(RULES, ("tables", "track", "rows", 1)) == (7, 1)
    assert place_in(RULES, ("tables", "track", "rows")) == (5, 1)


def test_a_table_begins_at_its_own_header_even_after_its_parts() -> None:
    assert place_in(RULES, ("tables", "track")) == (13, 1)
    assert place_in(RULES, ("tables",)) == (5, 1)
    assert places_of(RULES).place_of_key(("tables", "track")) == Place(13, 9)


def test_a_key_of_an_inline_table_has_its_own_place() -> None:
    assert place_in(RULES, ("include", "version")) == (3, 35)


def test_columns_are_counted_in_characters() -> None:
    assert place_in('"😀ä" = { "å" = 1, b = 2 }', ("😀ä", "b")) == (1, 23)


def test_an_unknown_path_is_near_to_what_holds_it() -> None:
    places: Places = places_of(RULES)

    assert places.nearest(("include", "area", "name")) == Place(3, 13)
    assert places.nearest(("tables", "track", "rows", 7)) == Place(5, 1)
    assert places.nearest(("nothing",)) == Place(1, 1)
    assert places.place_of_key(("include", "area")) == Place(3, 13)


def test_a_list_far_longer_than_others_is_walked_through() -> None:
    text = "rows = [\n" + "  { a = 'x', b = [1, 2] },\n" * 20_000 + "]"

    assert place_in(text, ("rows", 19_999, "b", 1)) == (20_001, 22)
