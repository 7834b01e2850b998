"""The columns of a test-day sheet: how their headings are written, and which row is the header."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Column(StrEnum):
    """A column we read; all but the candidate are named as the evidence names them."""

    CANDIDATE = "candidate"
    READING = "reading"
    WRITING = "writing"
    LISTENING = "listening"
    SPEAKING = "speaking"
    LITERACY = "literacy"
    STUDY_READINESS = "study_readiness"
    LANGUAGES_STUDIED = "languages_studied"
    SCHOOLING_YEARS = "schooling_years"
    HARD_LIFE_SITUATION = "hard_life_situation"
    NEEDS_BASIC_EDUCATION = "needs_basic_education"


SKILL_COLUMNS = (Column.READING, Column.WRITING, Column.LISTENING, Column.SPEAKING)
TICK_COLUMNS = (Column.HARD_LIFE_SITUATION, Column.NEEDS_BASIC_EDUCATION)
INPUT_COLUMNS = tuple(column for column in Column if column is not Column.CANDIDATE)

LANGUAGES = ("fi", "sv", "en")
"""The order of headings in `HEADINGS`."""

HEADINGS = {
    Column.CANDIDATE: (
        "Asiakas",
        "Asiakasnumero",
        "Asiakas nro",
        "Asiakkaan numero",
        "Kund",
        "Kundnummer",
        "Kund nr",
        "Candidate",
        "Candidate number",
        "Candidate no",
    ),
    Column.READING: ("Luetun ymmärtäminen", "Läsförståelse", "Reading"),
    Column.WRITING: ("Kirjoittaminen", "Skrivande", "Writing"),
    Column.LISTENING: ("Kuullun ymmärtäminen", "Hörförståelse", "Listening"),
    Column.SPEAKING: ("Puhuminen", "Tal", "Speaking"),
    Column.LITERACY: ("Luku- ja kirjoitustaito", "Läs- och skrivkunnighet", "Literacy"),
    Column.STUDY_READINESS: ("Opiskeluvalmiudet", "Studiefärdigheter", "Study readiness"),
    Column.LANGUAGES_STUDIED: ("Opiskellut kielet", "Studerade språk", "Languages studied"),
    Column.SCHOOLING_YEARS: ("Kouluvuodet", "Skolår", "Schooling years"),
    Column.HARD_LIFE_SITUATION: ("Vaikea elämäntilanne", "Svår livssituation", "Hard life situation"),
    Column.NEEDS_BASIC_EDUCATION: (
        "Tarvitsee perusopetusta",
        "Behöver grundläggande utbildning",
        "Needs basic education",
    ),
}


@dataclass(frozen=True, slots=True)
class Header:
    """The header row: where each column stands, its heading as written; other worksheets with a header.

    `ignored` are the headings of columns we do not read, `ignored_at` where they stand.
    """

    row: int
    width: int
    positions: dict[Column, int]
    headings: dict[Column, str]
    repeated: tuple[str, ...]
    ignored: tuple[str, ...]
    ignored_at: tuple[int, ...] = ()
    other_sheets: tuple[str, ...] = ()

    @property
    def missing(self) -> tuple[Column, ...]:
        return tuple(column for column in Column if column not in self.positions)


def heading_in(language: str, column: Column) -> str:
    """The heading in one language of a column other than the candidate's, which is written in many ways."""
    return HEADINGS[column][LANGUAGES.index(language)]


def column_of(heading: str) -> Column | None:
    """The column a heading means; case, spaces and punctuation do not matter."""
    return _BY_HEADING.get(letters_of(heading))


def header_in(cells: Sequence[str], row: int) -> Header | None:
    """The header this row makes, if it has a candidate and a skill heading."""
    columns = [column_of(cell) for cell in cells]
    if Column.CANDIDATE not in columns or not set(SKILL_COLUMNS) & set(columns):
        return None
    positions: dict[Column, int] = {}
    repeated: list[str] = []
    ignored: dict[int, str] = {}
    for place, column in enumerate(columns):
        heading = cells[place].strip()
        if column is None:
            ignored |= {place: heading} if heading else {}
        elif column in positions:
            repeated.append(heading)
        else:
            positions[column] = place
    headings = {column: cells[place].strip() for column, place in positions.items()}
    return Header(
        row, len(cells), positions, headings, tuple(repeated), tuple(ignored.values()), tuple(ignored)
    )


def letters_of(text: str) -> str:
    """Only the letters and digits of a heading, caseless and composed."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


_BY_HEADING = {
    letters_of(name): column for column, names in HEADINGS.items() for name in (*names, column.value)
}
