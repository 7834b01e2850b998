"""The pages that bring a test-day sheet in: nothing is saved unseen, nothing typed is overwritten unasked."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy import event

from testing_app.bookings.actions import check_in
from testing_app.sheets.actions import confirm_import, readable_sheet, upload_sheet
from testing_app.sheets.models import SheetImport
from testing_app.sheets.queries import kept_sheet, preview
from testing_app.sittings.actions import open_sitting
from testing_app.sittings.models import Sitting, SittingPart
from testing_app.vocabulary import Part, PartState, Role, ScoreSource
from tests.world import NOW, World

HEAD = (
    "Candidate;Reading;Writing;Listening;Speaking;Literacy;Study readiness;Languages studied;"
    "Schooling years\n"
)
SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "testipaiva-2026-03-12.xlsx"


@pytest.fixture
def web(app: Any, world: World) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    client: FlaskClient = app.test_client()
    client.set_cookie("lahtotaso_session", world.cookie("assessor"))
    return client


def occasion_with(world: World, *numbers: str, arrived: int | None = None) -> UUID:
    """An occasion on which these candidates are booked; the first `arrived` of them (all) are checked in."""
    with world.database.transaction() as session:
        occasion = world.add_occasion(session, seats=40)
        for place, number in enumerate(numbers):
            booking = world.add_booking(session, occasion, world.add_candidate(session, number=number))
            if arrived is None or place < arrived:
                check_in(session, booking.id, id_seen=True, by=world.act(Role.ASSESSOR), now=NOW)
        return occasion.id


def upload(web: FlaskClient, occasion_id: UUID, content: bytes | str, *, name: str = "day.csv") -> Any:
    data = content.encode() if isinstance(content, str) else content
    return web.post(f"/centre/occasions/{occasion_id}/import", data={"sheet": (io.BytesIO(data), name)})


def shown(web: FlaskClient, address: str) -> str:
    found = re.search(r'name="shown"[^>]*value="([^"]*)"', web.get(address).text)
    assert found
    return found[1]


def confirm(web: FlaskClient, address: str, **fields: Any) -> Any:
    return web.post(address, data={"shown": shown(web, address), **fields})


def part_of(world: World, number: str, part: Part) -> tuple[PartState, str | None, ScoreSource] | None:
    with world.database.reading() as session:
        row = session.scalar(
            sa.select(SittingPart)
            .join(Sitting)
            .join(Sitting.candidate)
            .where(SittingPart.part == part, sa.literal_column("candidates.number") == number)
        )
        return (row.state, row.level, row.source) if row else None


def test_a_good_sheet_is_previewed_first_and_saved_when_confirmed(web: FlaskClient, world: World) -> None:
    occasion_id = occasion_with(world, "K00001")
    uploaded = upload(web, occasion_id, HEAD + "K00001;A1.2;A1.1;A1.3;A1.2;tekninen;perus;1;9\n")
    preview = web.get(uploaded.location)
    before = part_of(world, "K00001", Part.READING)

    confirmed = confirm(web, uploaded.location)

    assert "Integration training, basic path, module M2" in preview.text
    assert before is None
    assert confirmed.status_code == 303
    assert part_of(world, "K00001", Part.READING) == (PartState.TAKEN, "A1.2", ScoreSource.SHEET)


def test_the_same_file_again_says_when_it_was_imported_and_changes_nothing(
    web: FlaskClient, world: World
) -> None:
    occasion_id = occasion_with(world, "K00001")
    sheet = HEAD + "K00001;A1.2;A1.1;A1.3;A1.2;tekninen;perus;1;9\n"
    confirm(web, upload(web, occasion_id, sheet).location)

    again = upload(web, occasion_id, sheet)
    page = web.get(again.location)

    assert "This file was imported before" in page.text
    assert "Same as recorded" in page.text
    assert "Nothing changes if you leave this page." in page.text
    assert f'href="/centre/occasions/{occasion_id}">Back to the occasion</a>' in page.text
    assert "Import the good rows</button>" not in page.text
    with world.database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Sitting)) == 1


def test_an_unknown_word_is_shown_in_its_cell_and_its_row_is_left_out_knowingly(
    web: FlaskClient, world: World
) -> None:
    occasion_id = occasion_with(world, "K00001", "K00002")
    sheet = HEAD + "K00001;A4.1;A1.1;A1.3;A1.2;tekninen;perus;1;9\nK00002;A2.1;A2.1;A2.1;A2.1;;;;\n"
    address = upload(web, occasion_id, sheet).location

    page = web.get(address)
    refused = confirm(web, address)
    accepted = confirm(web, address, leave_out_bad="y")

    assert re.search(r'class="cell-wrong"[^>]*><span>A4\.1', page.text)
    assert "Expected a level such as A2.1" in page.text
    assert refused.status_code == 422
    assert "Tick that they are left out." in refused.text
    assert accepted.status_code == 303
    assert part_of(world, "K00001", Part.WRITING) is None
    assert part_of(world, "K00002", Part.WRITING) == (PartState.TAKEN, "A2.1", ScoreSource.SHEET)


def test_each_cell_says_how_it_was_read_and_how_it_was_written(web: FlaskClient, world: World) -> None:
    occasion_id = occasion_with(world, "K00001")
    sheet = HEAD.replace("Schooling years", "Hard life situation") + "K00001;0;A1.1;eva;;tekninen;perus;1;x\n"

    page = web.get(upload(web, occasion_id, sheet).location)

    cells = [
        re.sub(r"<[^>]+>", " ", cell).split()
        for cell in re.findall(r'<td role="cell" data-label="[^"]*"><span>(.*?)</span></td>', page.text)
    ]
    assert [" ".join(words) for words in cells] == [
        "below A1.1 “ 0 ”",
        "A1.1",
        "Cannot be assessed “ eva ”",
        "–",
        "Latin script, technical “ tekninen ”",
        "basic “ perus ”",
        "1",
        "yes “ x ”",
    ]


def test_problems_are_listed_with_row_and_column_above_the_table(web: FlaskClient, world: World) -> None:
    occasion_id = occasion_with(world, "K00001", "K00002", arrived=1)
    sheet = HEAD + "K00001;A4.1;A1.1;A1.3;A1.2;;;;\nK00002;A2.1;A2.1;A2.1;A2.1;;;;\n"

    above = web.get(upload(web, occasion_id, sheet).location).text.split("<table")[0]

    assert "Row 2, column Reading:" in above
    assert "Row 3: Not checked in." in above
    assert "Is this the sheet of this occasion?" not in above


def test_a_sheet_of_another_day_is_asked_about_once(web: FlaskClient, world: World) -> None:
    occasion_id = occasion_with(world, "K00001")
    sheet = HEAD + "".join(f"{number};A1.1;A1.1;A1.1;A1.1;;;;\n" for number in ("K00001", "K8", "K9"))

    above = web.get(upload(web, occasion_id, sheet).location).text.split("<table")[0]

    assert "Rows with a candidate booked here: 1 of 3." in above
    assert "Nobody with this number" not in above


@pytest.mark.parametrize(
    ("number", "arrived", "sentence"),
    [
        ("K00009", 1, "Nobody with this number is booked on this occasion."),
        ("K00001", 0, "Not checked in."),
    ],
)
def test_a_row_of_somebody_who_is_not_here_is_a_problem(
    web: FlaskClient, world: World, number: str, arrived: int, sentence: str
) -> None:
    occasion_id = occasion_with(world, "K00001", arrived=arrived)

    page = web.get(upload(web, occasion_id, HEAD + f"{number};A1.1;A1.1;A1.1;A1.1;;;;\n").location)

    assert sentence in page.text
    assert "Nothing can be imported" in page.text


def test_what_was_typed_on_screen_stays_unless_its_box_is_ticked(web: FlaskClient, world: World) -> None:
    occasion_id = occasion_with(world, "K00001")
    with world.database.transaction() as session:
        booking_id = session.scalars(sa.text("SELECT id FROM bookings").columns(id=sa.Uuid())).one()
        sitting = open_sitting(session, booking_id, by=world.act(Role.ASSESSOR), now=NOW)
        row = next(row for row in sitting.parts if row.part is Part.READING)
        row.state, row.level, row.source, row.changed_at = PartState.TAKEN, "B1.1", ScoreSource.FORM, NOW
    sheet = HEAD + "K00001;A1.2;A1.1;;;;;;\n"

    confirm(web, upload(web, occasion_id, sheet).location)
    kept = part_of(world, "K00001", Part.READING)
    confirm(web, upload(web, occasion_id, sheet).location, overwrite="2-reading")

    assert kept == (PartState.TAKEN, "B1.1", ScoreSource.FORM)
    assert part_of(world, "K00001", Part.WRITING) == (PartState.TAKEN, "A1.1", ScoreSource.SHEET)
    assert part_of(world, "K00001", Part.READING) == (PartState.TAKEN, "A1.2", ScoreSource.SHEET)


def test_nothing_is_imported_when_something_changed_since_the_preview(web: FlaskClient, world: World) -> None:
    occasion_id = occasion_with(world, "K00001")
    address = upload(web, occasion_id, HEAD + "K00001;A1.2;A1.1;A1.3;A1.2;;;;\n").location

    page = web.post(address, data={"shown": "0" * 64})

    assert page.status_code == 409
    assert "Something changed since you looked" in page.text
    assert part_of(world, "K00001", Part.READING) is None


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04 broken", "The Excel file is damaged."),
        (b"name;age\nAino;30\n", "There is no header row"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_reason(
    web: FlaskClient, world: World, content: bytes, sentence: str
) -> None:
    occasion_id = occasion_with(world, "K00001")

    page = upload(web, occasion_id, content)

    assert page.status_code == 422
    assert sentence in page.text


def test_no_file_at_all_is_a_problem_at_the_field(web: FlaskClient, world: World) -> None:
    occasion_id = occasion_with(world, "K00001")

    page = web.post(f"/centre/occasions/{occasion_id}/import", data={})

    assert page.status_code == 422
    assert "Choose a file." in page.text


def test_a_dropped_sheet_leaves_nothing_behind(web: FlaskClient, world: World) -> None:
    occasion_id = occasion_with(world, "K00001")
    address = upload(web, occasion_id, HEAD + "K00001;A1.2;A1.1;A1.3;A1.2;;;;\n").location

    dropped = web.post(f"{address}/drop")

    assert dropped.status_code == 303
    with world.database.reading() as session:
        assert session.scalars(sa.select(SheetImport)).all() == []


def test_the_content_of_a_sheet_is_forgotten_once_it_is_imported(web: FlaskClient, world: World) -> None:
    occasion_id = occasion_with(world, "K00001")
    address = upload(web, occasion_id, HEAD + "K00001;A1.2;A1.1;A1.3;A1.2;;;;\n").location

    confirm(web, address)

    with world.database.reading() as session:
        assert session.scalars(sa.select(SheetImport)).one().content is None
    assert "This sheet was imported" in web.get(address).text


def test_another_centre_sees_neither_the_occasion_nor_the_sheet(
    app: Any, web: FlaskClient, world: World
) -> None:
    occasion_id = occasion_with(world, "K00001")
    address = upload(web, occasion_id, HEAD + "K00001;A1.2;A1.1;A1.3;A1.2;;;;\n").location
    stranger: FlaskClient = app.test_client()
    stranger.set_cookie("lahtotaso_session", world.cookie("other_assessor"))

    answers = [
        stranger.get(f"/centre/occasions/{occasion_id}/import"),
        stranger.get(address),
        stranger.post(address, data={"shown": ""}),
        stranger.post(f"{address}/drop"),
    ]

    assert {answer.status_code for answer in answers} == {404}


@contextmanager
def counted(world: World) -> Iterator[list[str]]:
    """Collects the statements that reach the database."""
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    event.listen(world.database.engine, "before_cursor_execute", note)
    yield asked
    event.remove(world.database.engine, "before_cursor_execute", note)


def test_the_preview_asks_as_often_for_thirty_rows_as_for_one(web: FlaskClient, world: World) -> None:
    counts = []
    for numbers in (["K00001"], [f"K000{number}" for number in range(10, 40)]):
        sheet = HEAD + "".join(f"{number};A1.2;A1.1;A1.3;A1.2;;;;\n" for number in numbers)
        occasion_id = occasion_with(world, *numbers)
        confirm(web, upload(web, occasion_id, sheet).location)
        address = upload(web, occasion_id, sheet).location

        with counted(world) as asked:
            web.get(address)

        counts.append(len(asked))

    assert counts[0] == counts[1]


@pytest.mark.skipif(not SHARED.exists(), reason="the shared sheets do not lie beside the repository")
def test_a_real_test_day_shows_its_three_bad_cells(web: FlaskClient, world: World) -> None:
    occasion_id = occasion_with(world, *[f"K00{number}" for number in range(101, 119)])

    page = web.get(upload(web, occasion_id, SHARED.read_bytes(), name="day.xlsx").location)

    for word in ("A4.1", "kahdeksan ja puoli", "osaa vähän?"):
        assert re.search(rf'class="cell-wrong"[^>]*><span>{re.escape(word)}', page.text)


def test_nothing_is_read_from_the_file_while_the_database_is_locked(world: World) -> None:
    occasion_id = occasion_with(world, "K00001")
    content, by = (
        (HEAD + "K00001;A1.2;A1.1;A1.3;A1.2;tekninen;perus;1;9\n").encode(),
        world.act(Role.ASSESSOR),
    )
    rows = kept_sheet(content)
    with world.database.transaction() as session:
        sheet = upload_sheet(session, occasion_id, readable_sheet(content), by=by, now=NOW)
        sheet.content = b"whoever reads this is refused"
        plan = preview(session, sheet, rows=rows, viewer=by)
        assert plan

        done = confirm_import(
            session,
            sheet.id,
            rows=rows,
            shown=plan.digest,
            overwrite=(),
            leave_out_bad=False,
            by=by,
            now=NOW,
        )

    assert done.counts["changed"] == 1


def test_the_preview_speaks_the_language_of_its_reader(web: FlaskClient, world: World) -> None:
    occasion_id = occasion_with(world, "K00001")
    confirm(web, upload(web, occasion_id, "Candidate;Reading\nK00001;A2.1\n").location)

    page = web.get(upload(web, occasion_id, "Candidate;Reading\nK00001;A1.3\n").location).text

    assert "Reading: from A2.1 to A1.3" in page
    assert "there is no column &#34;Writing&#34;" in page
    assert "Kirjoittaminen" not in page
