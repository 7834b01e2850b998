"""Reads a PDF that our engine has drawn into its objects, as bytes, without interpreting them.

The engine writes every plain object into one compressed object stream and tells where each is in a
cross-reference stream (ISO 32000-1, 7.5.7 and 7.5.8). A general reader makes objects of our own for each of
them, which takes a tenth of the time of drawing; putting letters together needs only their numbers.
"""

import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

HEAD = re.compile(rb"\s*\d+ 0 obj\s*")
STREAM = re.compile(rb"stream\r?\n")
NUMBER = rb"\s+(\d+)"
NUMBERS = rb"\s*\[([\d\s]+)\]"
REFERENCE = rb"\s+(\d+) 0 R"
REFERENCES = rb"\s*\[((?:\s*\d+ 0 R)*)\s*\]"
TEXT_OR_REFERENCE = re.compile(rb"\((?:[^\\()]|\\.)*\)|<[0-9A-Fa-f\s]*>|(\d+) 0 R", re.S)
ENTRY_OF_PARENTS = re.compile(rb"(\d+)\s+(\[[^\]]*\]|\d+ 0 R)")


class UnreadablePdf(ValueError):
    """Not a PDF as our engine draws it."""


@dataclass(frozen=True)
class PdfObject:
    """One object: what stands before its stream, and its stream as it is stored (None: it has none)."""

    body: bytes
    stream: bytes | None = None

    def number(self, name: bytes) -> int:
        """A whole number that stands under a name."""
        return int(_found(name + NUMBER, self.body))

    def reference(self, name: bytes) -> int:
        """The number of the object that a name refers to."""
        return int(_found(name + REFERENCE, self.body))

    def references(self, name: bytes) -> list[int]:
        """The numbers of the objects in the list under a name, or of the only one."""
        listed = re.search(name + REFERENCES, self.body)
        if listed is None:
            return [self.reference(name)]
        return [int(number) for number in re.findall(rb"(\d+) 0 R", listed[1])]

    def refers_to(self) -> list[int]:
        """Every object it names; what stands in texts is no reference."""
        return [int(number) for number in TEXT_OR_REFERENCE.findall(self.body) if number]


@dataclass(frozen=True)
class DrawnPdf:
    """The objects of one file by their numbers, and those a letter is put together from."""

    objects: Mapping[int, PdfObject]
    root: PdfObject

    @property
    def pages(self) -> list[int]:
        """The pages in their order."""
        return self.objects[self.page_tree].references(rb"/Kids")

    @property
    def page_tree(self) -> int:
        """The parent of all pages."""
        return self.root.reference(rb"/Pages")

    @property
    def structure(self) -> int:
        """The root of the tags."""
        return self.root.reference(rb"/StructTreeRoot")

    def parents(self) -> Iterator[tuple[int, bytes]]:
        """The tree from marked content to tags: key, and the tags as they are written."""
        structure = self.objects[self.structure]
        where = re.search(rb"/ParentTree" + REFERENCE, structure.body)
        tree = self.objects[int(where[1])].body if where else structure.body
        numbers = tree[tree.index(b"/Nums") :]
        for entry in ENTRY_OF_PARENTS.finditer(numbers, numbers.index(b"[") + 1):
            yield int(entry[1]), entry[2]

    def parent_tags(self) -> Iterator[int]:
        """Every tag the tree names; not all hang on the root."""
        for _key, tags in self.parents():
            yield from (int(number) for number in re.findall(rb"(\d+) 0 R", tags))


def read_drawn(pdf: bytes) -> DrawnPdf:
    """The objects of a file as our engine writes it."""
    start = re.search(rb"startxref\s+(\d+)\s+%%EOF\s*$", pdf[-64:])
    if start is None:
        raise UnreadablePdf("no cross-reference at the end")
    where = _at(pdf, int(start[1]))
    packed: dict[int, list[PdfObject]] = {}
    objects = {}
    entries = _entries(where)
    for number, (kind, place, index) in enumerate(entries):
        if kind == 1:
            objects[number] = _at(pdf, place)
        elif kind == 2:
            if place not in packed:
                packed[place] = _packed(_at(pdf, entries[place][1]))
            objects[number] = packed[place][index]
    return DrawnPdf(objects, objects[where.reference(rb"/Root")])


def _entries(where: PdfObject) -> list[tuple[int, int, int]]:
    """Kind, place and index of every object; kind 1 stands at an offset, kind 2 in an object stream."""
    widths = [int(width) for width in _found(rb"/W" + NUMBERS, where.body).split()]
    table, entries = zlib.decompress(where.stream or b""), []
    first, second = widths[0], widths[0] + widths[1]
    for row in range(0, len(table), sum(widths)):
        line = table[row : row + sum(widths)]
        entries.append(
            (
                int.from_bytes(line[:first], "big"),
                int.from_bytes(line[first:second], "big"),
                int.from_bytes(line[second:], "big"),
            )
        )
    return entries


def _packed(holder: PdfObject) -> list[PdfObject]:
    content, first = zlib.decompress(holder.stream or b""), holder.number(rb"/First")
    numbers = [int(number) for number in content[:first].split()]
    offsets = [*(first + offset for offset in numbers[1::2]), len(content)]
    return [PdfObject(content[start:end].strip()) for start, end in pairwise(offsets)]


def _at(pdf: bytes, offset: int) -> PdfObject:
    head = HEAD.match(pdf, offset)
    if head is None:
        raise UnreadablePdf(f"no object at {offset}")
    end = pdf.index(b"endobj", head.end())
    stream = STREAM.search(pdf, head.end(), end)
    if stream is None:
        return PdfObject(pdf[head.end() : end].strip())
    body = pdf[head.end() : stream.start()].strip()
    length = int(_found(rb"/Length" + NUMBER, body))
    return PdfObject(body, pdf[stream.end() : stream.end() + length])


def _found(pattern: bytes, where: bytes) -> bytes:
    found = re.search(pattern, where)
    if found is None:
        raise UnreadablePdf(f"no {pattern.decode('ascii')}")
    return found[1]
