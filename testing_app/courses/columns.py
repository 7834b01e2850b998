"""The columns of a sheet of course groups: how their headings are written, and which row is the header."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from testing_app.spreadsheets.formats import HeaderFinder


class GroupColumn(StrEnum):
    """A column we read, named as the facts of a group name it."""

    CODE = "code"
    NAME = "name"
    LANGUAGE_TESTED = "language_tested"
    KIND = "kind"
    TRACK = "track"
    MODULE = "module"
    ALSO_ADMITS = "also_admits"
    BUYER = "authority_id"
    ENTRY_FROM = "entry_from"
    ENTRY_UNTIL = "entry_until"
    STARTS_ON = "starts_on"
    ENDS_ON = "ends_on"
    WEEKDAYS = "weekdays"
    BEGINS_AT = "begins_at"
    FINISHES_AT = "finishes_at"
    ONLINE = "online"
    STREET = "street"
    POST_CODE = "post_code"
    CITY = "city"
    CAPACITY = "capacity"
    MINIMUM = "minimum"
    PRICE = "price_cents"
    CONTACT_NAME = "contact_name"
    CONTACT_PHONE = "contact_phone"
    CONTACT_EMAIL = "contact_email"


REQUIRED = (
    GroupColumn.CODE,
    GroupColumn.NAME,
    GroupColumn.LANGUAGE_TESTED,
    GroupColumn.KIND,
    GroupColumn.TRACK,
    GroupColumn.STARTS_ON,
    GroupColumn.ENDS_ON,
    GroupColumn.CAPACITY,
)
"""What no row can do without."""

HEADINGS: dict[GroupColumn, tuple[str, ...]] = {
    GroupColumn.CODE: (
        "Ryhmän tunnus", "Gruppens kod", "Code of the group",
        "Tunnus", "Koodi", "Ryhmäkoodi", "Kod", "Group code",
    ),
    GroupColumn.NAME: ("Nimi", "Namn", "Name", "Ryhmän nimi", "Gruppens namn", "Name of the group"),
    GroupColumn.LANGUAGE_TESTED: (
        "Opetuskieli", "Undervisningsspråk", "Language taught", "Kieli", "Språk", "Language",
    ),
    GroupColumn.KIND: (
        "Koulutusmuoto", "Utbildningsform", "Kind of training", "Laji", "Tyyppi", "Typ", "Kind", "Type",
    ),
    GroupColumn.TRACK: ("Polku", "Spår", "Track", "Kurssiryhmä", "Kursgrupp", "Course group"),
    GroupColumn.MODULE: ("Moduuli", "Modul", "Module"),
    GroupColumn.ALSO_ADMITS: (
        "Ottaa myös", "Tar också emot", "Also takes", "Also admits", "Also takes learners of",
    ),
    GroupColumn.BUYER: ("Tilaaja", "Beställare", "Bought by", "Buyer"),
    GroupColumn.ENTRY_FROM: (
        "Sisäänotto alkaa", "Intagning från", "Entry from", "Haku alkaa", "Places can be taken from",
    ),
    GroupColumn.ENTRY_UNTIL: ("Sisäänotto päättyy", "Intagning till", "Entry until", "Haku päättyy"),
    GroupColumn.STARTS_ON: (
        "Alkaa", "Börjar", "Starts", "Alkamispäivä", "Startdatum", "First day",
        "First day of the course", "Begins",
    ),
    GroupColumn.ENDS_ON: (
        "Päättyy", "Slutar", "Ends", "Päättymispäivä", "Slutdatum", "Last day", "Last day of the course",
    ),
    GroupColumn.WEEKDAYS: ("Viikonpäivät", "Veckodagar", "Weekdays", "Päivät", "Dagar", "Days of the week"),
    GroupColumn.BEGINS_AT: ("Alkaa klo", "Börjar kl", "Begins at", "Kello alkaen"),
    GroupColumn.FINISHES_AT: ("Päättyy klo", "Slutar kl", "Ends at", "Finishes at"),
    GroupColumn.ONLINE: ("Verkossa", "På nätet", "Online", "Etäopetus", "Distans"),
    GroupColumn.STREET: ("Katuosoite", "Gatuadress", "Street address", "Osoite", "Adress", "Street"),
    GroupColumn.POST_CODE: ("Postinumero", "Postnummer", "Post code"),
    GroupColumn.CITY: ("Paikkakunta", "Ort", "Town", "Kaupunki", "Stad", "City"),
    GroupColumn.CAPACITY: ("Paikkoja", "Platser", "Places", "Paikat", "Capacity"),
    GroupColumn.MINIMUM: ("Vähintään", "Minst", "Minimum", "Fewest learners"),
    GroupColumn.PRICE: ("Hinta", "Pris", "Price", "Price for the learner, euros"),
    GroupColumn.CONTACT_NAME: ("Yhteyshenkilö", "Kontaktperson", "Contact person", "Contact"),
    GroupColumn.CONTACT_PHONE: ("Puhelin", "Telefon", "Telephone", "Phone"),
    GroupColumn.CONTACT_EMAIL: ("Sähköposti", "E-post", "Email", "E-mail"),
}  # fmt: skip
"""The first three are Finnish, Swedish and English; the others are also met."""

LANGUAGES = ("fi", "sv", "en")


@dataclass(frozen=True)
class GroupHeader:
    """The header row: where each column stands and its heading; what is there twice or not read."""

    row: int
    positions: dict[GroupColumn, int]
    headings: dict[GroupColumn, str]
    repeated: tuple[str, ...]
    ignored: tuple[str, ...]

    @property
    def missing(self) -> tuple[GroupColumn, ...]:
        """Columns no row can do without that are not there."""
        return tuple(column for column in REQUIRED if column not in self.positions)


def heading_in(language: str, column: GroupColumn) -> str:
    """How the heading of a column is written in one language of the pages."""
    return HEADINGS[column][LANGUAGES.index(language)]


def header_in(cells: Sequence[str], row: int) -> GroupHeader | None:
    """The header this row makes, if it has a code and at least two more of what every group needs."""
    columns = [_BY_HEADING.get(letters_of(cell)) for cell in cells]
    if GroupColumn.CODE not in columns or len(set(REQUIRED) & set(columns)) < 3:
        return None
    positions: dict[GroupColumn, int] = {}
    repeated, ignored = [], []
    for place, (column, cell) in enumerate(zip(columns, cells, strict=True)):
        if column is None:
            ignored += [cell.strip()] if cell.strip() else []
        elif column in positions:
            repeated.append(cell.strip())
        else:
            positions[column] = place
    headings = {column: cells[place].strip() for column, place in positions.items()}
    return GroupHeader(row, positions, headings, tuple(repeated), tuple(ignored))


def letters_of(text: str) -> str:
    """Only the letters and digits of a text, caseless and composed."""
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


_BY_HEADING = {
    letters_of(name): column for column, names in HEADINGS.items() for name in (*names, column.value)
}
HEADERS = HeaderFinder(header_in, lambda header: len(header.positions))
