"""The texts of letters over HTTP: the table, a draft, its problems, review, approval, previews."""

import io
import re
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from testing_app.audit.events import Event
from testing_app.audit.models import AuditEntry
from testing_app.letters.letter import draw_letter
from testing_app.letters.messages import messages_of
from testing_app.letters.sample_facts import INVITATION
from testing_app.letters.shipped import shipped_messages
from testing_app.people.models import AccountRole
from testing_app.vocabulary import LetterKind, Role, WordingState
from testing_app.web.administration.wording_form import name_of_field
from testing_app.wording.models import Wording
from testing_app.wording.queries import words_for
from tests.world import World

KIND = LetterKind.INVITATION
LETTER = f"/administration/wordings/letters/{KIND}/uk"


@pytest.fixture
def desk(app: Flask, world: World) -> FlaskClient:
    """The administrator's browser."""
    return browser_of(app, world, Role.ADMINISTRATOR)


def browser_of(app: Flask, world: World, who: Role | str) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    signed_in = app.test_client()
    signed_in.set_cookie("lahtotaso_session", world.cookie(who))
    return signed_in


def draft(desk: FlaskClient) -> str:
    """The address of a new draft."""
    return desk.post(LETTER).headers["Location"]


def stored(world: World) -> Wording:
    with world.database.reading() as session:
        return session.scalars(sa.select(Wording)).one()


def typed(world: World, **changed: str) -> dict[str, str]:
    """What the form of the draft sends, some fields changed; named by their English text."""
    texts = {**shipped_messages(KIND, "uk"), **changed}
    fields = {name_of_field(source): text for source, text in texts.items()}
    return {**fields, "version": str(stored(world).version)}


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.get_data(as_text=True)))


def test_the_table_says_for_every_kind_and_language_what_is_in_use(desk: FlaskClient) -> None:
    page = desk.get("/administration/wordings", headers={"Accept-Language": "en"})

    assert page.status_code == 200
    assert page.text.count("<tr role=") == 22
    assert page.text.count("Hyväksytty sellaisenaan") + page.text.count("Approved as shipped") >= 6 * 7


def test_every_problem_stands_at_its_field_and_nothing_typed_is_lost(desk: FlaskClient, world: World) -> None:
    page = draft(desk)
    wrong = typed(world, **{"Hello %(name)s": "Вітаю", "Room": "<b>Кімната</b>", "When": "100 %"})

    answer = desk.post(page, data=wrong)

    assert answer.status_code == 422
    for source in ("Hello %(name)s", "Room", "When"):
        assert f'href="#{name_of_field(source)}"' in answer.text
    assert "&lt;b&gt;Кімната&lt;/b&gt;" in answer.text
    assert stored(world).messages["Room"] == "Кімната"


def test_a_draft_is_reviewed_approved_and_then_used(app: Flask, desk: FlaskClient, world: World) -> None:
    page = draft(desk)
    desk.post(page, data=typed(world, **{"This letter.": "Саме цей лист."}))
    desk.post(f"{page}/step", data={"step": "review", "version": stored(world).version})

    refused = desk.post(f"{page}/approve", data={"reviewed_by": " ", "version": stored(world).version})
    approved = desk.post(
        f"{page}/approve", data={"reviewed_by": "Олена Коваль", "version": stored(world).version}
    )

    assert (refused.status_code, approved.status_code) == (422, 303)
    with world.database.reading() as session:
        words = words_for(session, KIND)
        events = session.scalars(sa.select(AuditEntry.action)).all()
    assert words.approved["uk"]["This letter."] == "Саме цей лист."
    assert words.numbers == {"uk": 1}
    assert events.count(Event.WORDING_CHANGED) == 3
    assert events.count(Event.WORDING_APPROVED) == 1


def test_who_edited_does_not_approve_when_there_is_another_administrator(
    desk: FlaskClient, world: World
) -> None:
    with world.database.transaction() as session:
        other = world.act(Role.ASSESSOR).account_id
        session.add(AccountRole(account_id=other, role=Role.ADMINISTRATOR))
    page = draft(desk)
    desk.post(f"{page}/step", data={"step": "review", "version": stored(world).version})

    answer = desk.post(
        f"{page}/approve", data={"reviewed_by": "Олена Коваль", "version": stored(world).version}
    )

    assert answer.status_code == 409
    assert "Олена Коваль" in answer.text
    assert stored(world).state is WordingState.IN_REVIEW


def test_a_change_made_meanwhile_is_not_overwritten(desk: FlaskClient, world: World) -> None:
    page = draft(desk)
    old = typed(world, **{"Room": "Зала"})
    desk.post(page, data=typed(world, **{"Room": "Приміщення"}))

    answer = desk.post(page, data=old)

    assert answer.status_code == 409
    assert "Зала" in answer.text
    assert stored(world).messages["Room"] == "Приміщення"


def test_an_incomplete_draft_does_not_go_to_review(desk: FlaskClient, world: World) -> None:
    page = draft(desk)
    desk.post(page, data=typed(world, **{"Room": ""}))

    answer = desk.post(f"{page}/step", data={"step": "review", "version": stored(world).version})

    assert answer.status_code == 422
    assert f'href="#{name_of_field("Room")}"' in answer.text
    assert stored(world).state is WordingState.DRAFT


def test_a_preview_shows_the_draft_and_brackets_where_a_text_is_missing(
    desk: FlaskClient, world: World
) -> None:
    page = draft(desk)
    desk.post(page, data=typed(world, **{"This letter.": "", "Room": "Зала"}))

    pdf = desk.get(f"{page}/preview.pdf")

    text = " ".join(found.extract_text() for found in PdfReader(io.BytesIO(pdf.data)).pages)
    assert "Зала" in text
    assert "[This letter.]" in text


@pytest.mark.parametrize("kind", [*LetterKind])
def test_every_kind_of_letter_has_a_preview_and_a_page(desk: FlaskClient, kind: LetterKind) -> None:
    pdf = desk.get(f"/administration/wordings/letters/{kind}/ar/preview.pdf")
    page = desk.get(f"/administration/wordings/letters/{kind}/ar")

    assert pdf.data.startswith(b"%PDF")
    assert all(name in text_of(page) for name in ("English", "Begin a draft")) or page.status_code == 200


def test_texts_that_are_no_longer_used_give_way_to_finnish_and_english(
    desk: FlaskClient, world: World
) -> None:
    page = draft(desk)
    for step, form in (
        ("step", {"step": "review"}),
        ("approve", {"reviewed_by": "Олена Коваль"}),
        ("step", {"step": "stop"}),
    ):
        desk.post(f"{page}/{step}", data={**form, "version": stored(world).version})

    with world.database.reading() as session:
        letter = draw_letter(
            INVITATION.__class__(**{**INVITATION.__dict__, "contact_language": "uk"}),
            words_for(session, KIND),
        )
    assert stored(world).state is WordingState.RETIRED
    assert letter.languages == ("fi", "en")
    assert letter.untranslated == "uk"


@pytest.mark.parametrize("who", [Role.ASSESSOR, Role.AUTHORITY_OFFICER])
def test_only_administrators_see_the_texts(app: Flask, world: World, who: Role) -> None:
    answer = browser_of(app, world, who).get("/administration/wordings")

    assert answer.status_code == 403


def test_an_unknown_kind_or_language_is_not_there(desk: FlaskClient) -> None:
    assert desk.get("/administration/wordings/letters/invitation/xx").status_code == 404
    assert desk.get("/administration/wordings/letters/poem/uk").status_code == 404
    assert desk.get(f"/administration/wordings/versions/{UUID(int=1)}").status_code == 404


def test_the_form_has_one_field_for_each_message() -> None:
    names = {name_of_field(message) for kind in LetterKind for message in messages_of(kind)}

    assert len(names) == len({message for kind in LetterKind for message in messages_of(kind)})
