"""Puts finished letters into one tagged file to print from: pages, fonts and tags as they were drawn."""

import io
import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field

from testing_app.post.drawn_pdf import TEXT_OR_REFERENCE, DrawnPdf, PdfObject, read_drawn

CATALOG, PAGES, STRUCTURE, PARENTS = 1, 2, 3, 4
FIRST_FREE = 5
PARENT_KEY = re.compile(rb"(/StructParents?\s+)(\d+)")
WIDTHS = (1, 5, 2)
MOST_PACKED = 4_000
"""Objects in one object stream: more than any letter has, fewer than the index can count."""


def combine(letters: Iterable[bytes], *, each_on_new_sheet: bool) -> bytes:
    """One PDF/UA with the letters in this order; printed on both sides, no two letters share a sheet."""
    binder = _Binder()
    for letter in letters:
        binder.add(read_drawn(letter), each_on_new_sheet=each_on_new_sheet)
    return binder.bind()


@dataclass
class _Binder:
    """The file as far as it has been written, and what its end must know."""

    out: io.BytesIO = field(default_factory=lambda: io.BytesIO(b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"))
    entries: dict[int, tuple[int, int, int]] = field(default_factory=dict)
    free: int = FIRST_FREE
    pages: list[int] = field(default_factory=list)
    tags: list[int] = field(default_factory=list)
    parents: list[bytes] = field(default_factory=list)
    next_key: int = 0
    metadata: int | None = None

    def __post_init__(self) -> None:
        self.out.seek(0, io.SEEK_END)

    def add(self, letter: DrawnPdf, *, each_on_new_sheet: bool) -> None:
        """The pages of a letter, what they need, and their tags."""
        tops = letter.objects[letter.structure].references(rb"/K")
        wanted = [*letter.pages, *tops, *letter.parent_tags()]
        if self.metadata is None:
            wanted.append(letter.root.reference(rb"/Metadata"))
        numbers = {letter.page_tree: PAGES, letter.structure: STRUCTURE}
        self._number(letter, wanted, numbers)
        if self.metadata is None:
            self.metadata = numbers[letter.root.reference(rb"/Metadata")]
        self._write(letter, numbers)
        self._note_parents(letter, numbers)
        self.pages += [numbers[page] for page in letter.pages]
        self.tags += [numbers[top] for top in tops]
        if each_on_new_sheet and len(letter.pages) % 2:
            self._add_blank_page(letter)

    def _number(self, letter: DrawnPdf, wanted: list[int], numbers: dict[int, int]) -> None:
        """New numbers for these objects and all they refer to."""
        while wanted:
            number = wanted.pop()
            if number not in numbers:
                numbers[number] = self._take_number()
                wanted += letter.objects[number].refers_to()

    def _write(self, letter: DrawnPdf, numbers: dict[int, int]) -> None:
        """Streams as they are, everything else packed."""
        plain = []
        for old, new in numbers.items():
            if new < FIRST_FREE:
                continue
            found = letter.objects[old]
            body = self._renumbered(found.body, numbers)
            if found.stream is None:
                plain.append((new, body))
            else:
                self._put(new, body, found.stream)
        self._pack(plain)

    def _renumbered(self, body: bytes, numbers: dict[int, int]) -> bytes:
        def instead(found: re.Match[bytes]) -> bytes:
            return b"%d 0 R" % numbers[int(found[1])] if found[1] else found[0]

        def key(found: re.Match[bytes]) -> bytes:
            return found[1] + b"%d" % (int(found[2]) + self.next_key)

        renumbered = TEXT_OR_REFERENCE.sub(instead, body)
        return PARENT_KEY.sub(key, renumbered) if b"/StructParent" in renumbered else renumbered

    def _note_parents(self, letter: DrawnPdf, numbers: dict[int, int]) -> None:
        keys = [-1]
        for key, tags in letter.parents():
            told = TEXT_OR_REFERENCE.sub(lambda found: _reference(found, numbers), tags)
            self.parents.append(b"%d %b" % (key + self.next_key, told))
            keys.append(key)
        self.next_key += max(keys) + 1

    def _add_blank_page(self, letter: DrawnPdf) -> None:
        """The back of the last sheet, as large as the page before."""
        size = re.search(rb"/MediaBox\s*\[[^\]]*\]", letter.objects[letter.pages[-1]].body)
        number = self._take_number()
        body = b"<</Type /Page/Parent %d 0 R/Resources <<>>%b>>" % (PAGES, size[0] if size else b"")
        self._pack([(number, body)])
        self.pages.append(number)

    def bind(self) -> bytes:
        """The whole file."""
        self._pack(
            [
                (CATALOG, self._catalog()),
                (PAGES, b"<</Type /Pages/Count %d/Kids [%b]>>" % (len(self.pages), _list(self.pages))),
                (
                    STRUCTURE,
                    b"<</Type /StructTreeRoot/ParentTree %d 0 R/ParentTreeNextKey %d/K [%b]>>"
                    % (PARENTS, self.next_key, _list(self.tags)),
                ),
                (PARENTS, b"<</Nums [%b]>>" % b" ".join(self.parents)),
            ]
        )
        self._put_cross_reference()
        return self.out.getvalue()

    def _catalog(self) -> bytes:
        metadata = b"/Metadata %d 0 R" % self.metadata if self.metadata else b""
        return (
            b"<</Type /Catalog/Pages %d 0 R/StructTreeRoot %d 0 R/MarkInfo <</Marked true>>/Lang (fi)"
            b"/ViewerPreferences <</DisplayDocTitle true>>%b>>"
        ) % (PAGES, STRUCTURE, metadata)

    def _put_cross_reference(self) -> None:
        number, start = self._take_number(), self.out.tell()
        self.entries[number] = (1, start, 0)
        rows = (self.entries.get(each, (0, 0, 0)) for each in range(self.free))
        table = b"".join(
            part.to_bytes(width, "big") for row in rows for part, width in zip(row, WIDTHS, strict=True)
        )
        body = b"<</Type /XRef/Size %d/Root %d 0 R/W [%b]/Filter /FlateDecode>>" % (
            self.free,
            CATALOG,
            b" ".join(b"%d" % width for width in WIDTHS),
        )
        self._put(number, body, zlib.compress(table))
        self.out.write(b"startxref\n%d\n%%%%EOF\n" % start)

    def _pack(self, plain: list[tuple[int, bytes]]) -> None:
        """Objects without streams into compressed object streams."""
        for start in range(0, len(plain), MOST_PACKED):
            some, holder = plain[start : start + MOST_PACKED], self._take_number()
            offset, offsets = 0, []
            for index, (number, body) in enumerate(some):
                offsets.append(b"%d %d" % (number, offset))
                self.entries[number] = (2, holder, index)
                offset += len(body) + 1
            head = b" ".join(offsets) + b"\n"
            content = head + b"\n".join(body for _number, body in some)
            body = b"<</Type /ObjStm/N %d/First %d/Filter /FlateDecode>>" % (len(some), len(head))
            self._put(holder, body, zlib.compress(content))

    def _put(self, number: int, body: bytes, stream: bytes) -> None:
        self.entries[number] = (1, self.out.tell(), 0)
        told = PdfObject(body).body
        if b"/Length " not in told:
            told = told[:-2] + b"/Length %d>>" % len(stream)
        self.out.write(b"%d 0 obj\n%b\nstream\n" % (number, told))
        self.out.write(stream)
        self.out.write(b"\nendstream\nendobj\n")

    def _take_number(self) -> int:
        self.free += 1
        return self.free - 1


def _reference(found: re.Match[bytes], numbers: dict[int, int]) -> bytes:
    return b"%d 0 R" % numbers[int(found[1])] if found[1] else found[0]


def _list(numbers: list[int]) -> bytes:
    return b" ".join(b"%d 0 R" % number for number in numbers)
