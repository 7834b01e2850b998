"""The columns of a sheet of course groups, for the provider who writes one."""

import csv
import io
from collections.abc import Mapping

from testing_app.courses.columns import HEADINGS, REQUIRED, GroupColumn, heading_in
from testing_app.web.layout import current_language

BYTE_ORDER_MARK = "\ufeff"
"""Excel reads the letters of a CSV file right when it begins with this."""

EXAMPLES: Mapping[GroupColumn, str] = {
    GroupColumn.CODE: "K2-14",
    GroupColumn.NAME: "Suomi M2, kevät",
    GroupColumn.LANGUAGE_TESTED: "suomi",
    GroupColumn.KIND: "työvoimakoulutus",
    GroupColumn.TRACK: "integration-basic",
    GroupColumn.MODULE: "M2",
    GroupColumn.ALSO_ADMITS: "integration-basic M3, integration-slow M2",
    GroupColumn.BUYER: "Vantaa",
    GroupColumn.ENTRY_FROM: "1.11.2026",
    GroupColumn.ENTRY_UNTIL: "30.1.2027",
    GroupColumn.STARTS_ON: "12.1.2027",
    GroupColumn.ENDS_ON: "30.4.2027",
    GroupColumn.WEEKDAYS: "ma–to",
    GroupColumn.BEGINS_AT: "9.00",
    GroupColumn.FINISHES_AT: "14.15",
    GroupColumn.ONLINE: "x",
    GroupColumn.STREET: "Opintie 3",
    GroupColumn.POST_CODE: "33100",
    GroupColumn.CITY: "Tampere",
    GroupColumn.CAPACITY: "20",
    GroupColumn.MINIMUM: "12",
    GroupColumn.PRICE: "50,00",
    GroupColumn.CONTACT_NAME: "Maija Esimerkki",
    GroupColumn.CONTACT_PHONE: "040 1234567",
    GroupColumn.CONTACT_EMAIL: "kurssit@example.fi",
}


def columns_in_words() -> list[tuple[str, bool, str, str]]:
    """Heading in the reader's language, whether every sheet needs it, how else it is written, an example."""
    language = current_language()
    rows = []
    for column, names in HEADINGS.items():
        heading = heading_in(language, column)
        others = ", ".join(dict.fromkeys(name for name in names[:3] if name != heading))
        rows.append((heading, column in REQUIRED, others, EXAMPLES[column]))
    return rows


def empty_sheet() -> bytes:
    """The headings in the reader's language as CSV that a spreadsheet opens in columns."""
    file = io.StringIO()
    headings = [heading_in(current_language(), column) for column in HEADINGS]
    csv.writer(file, delimiter=";", lineterminator="\r\n").writerow(headings)
    return (BYTE_ORDER_MARK + file.getvalue()).encode()


def heading_of(column: str) -> str:
    """The heading of a column that a sheet lacks, in the reader's language; any other as it is written."""
    known = {each.value for each in GroupColumn}
    return heading_in(current_language(), GroupColumn(column)) if column in known else column
