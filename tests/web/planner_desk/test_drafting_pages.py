"""Planners write rules in the browser: begun, edited as tables and as text, proposed, approved by another."""

import re
from collections.abc import Mapping
from io import BytesIO
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from testing_app.clock import today
from testing_app.rule_sets.models import RuleSetActivation, RuleSetText
from testing_app.vocabulary import ActivationState, Role
from tests.rule_sets.making import text_of
from tests.world import World

SECOND = "second_planner"
LATER = "31.12.2099"


@pytest.fixture
def planner(app: Flask, world: World) -> FlaskClient:
    return browser(app, world, Role.COURSE_PLANNER)


def browser(app: Flask, world: World, who: Role | str) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    web = app.test_client()
    web.set_cookie("lahtotaso_session", world.cookie(who))
    return web


def begun(planner: FlaskClient, *, name: str = "ours") -> str:
    """The address of a draft that begins as a copy of the national set."""
    answer = planner.post(
        "/planner/rules/new", data={"base": "fi-koto-2022@1", "rule_set_id": name, "number": "1"}
    )
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def fields_of(page: str) -> dict[str, str]:
    """What a browser would send from the form of a table, as it stands."""
    found: dict[str, str] = {}
    for tag in re.findall(r"<input [^>]*name=[^>]*>", page):
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name:
            found[name.group(1)] = value.group(1) if value else ""
    for name, options in re.findall(r'<select [^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options)
        found[name] = chosen.group(1) if chosen else re.findall(r'value="([^"]*)"', options)[0]
    return found


def stored(world: World) -> RuleSetText:
    with world.database.reading() as session:
        return session.scalars(sa.select(RuleSetText)).one()


def test_a_draft_begins_as_a_copy_under_a_name_of_its_own(planner: FlaskClient, world: World) -> None:
    address = begun(planner)

    page = planner.get(address)

    assert page.status_code == 200
    assert "The check found no faults." in page.text
    assert stored(world).based_on == "fi-koto-2022@1"
    assert stored(world).rule_set_id == "ours"
    assert "ours" in planner.get("/planner/rules").text


def test_the_names_of_the_national_sets_stay_theirs(planner: FlaskClient) -> None:
    answer = planner.post(
        "/planner/rules/new", data={"base": "fi-koto-2022@1", "rule_set_id": "fi-koto-2022", "number": "9"}
    )

    assert answer.status_code == 422
    assert 'value="fi-koto-2022"' in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_everything_left_out_is_told_at_once(planner: FlaskClient) -> None:
    answer = planner.post("/planner/rules/new", data={})

    assert answer.status_code == 422
    for sentence in ("Choose a rule set to begin from", "Write a name", "Write the number of the version"):
        assert sentence in answer.text


def test_a_table_sent_back_as_it_stands_changes_nothing(planner: FlaskClient, world: World) -> None:
    address = begun(planner)

    for table in ("track", "module", "extras"):
        page = planner.get(f"{address}/tables/{table}").text
        answer = planner.post(f"{address}/tables/{table}", data={**fields_of(page), "do": "save"})

        assert answer.status_code == 303
    page = planner.get(address).text
    assert "The check found no faults." in page
    assert "<strong>below 6</strong>" in page


def changed(planner: FlaskClient, address: str, table: str, values: Mapping[str, str]) -> str:
    page = planner.get(f"{address}/tables/{table}").text
    sent = {**fields_of(page), "do": "save", **values}
    answer = planner.post(f"{address}/tables/{table}", data=sent, follow_redirects=True)
    return answer.text


def test_a_cell_is_changed_in_the_browser(planner: FlaskClient, world: World) -> None:
    address = begun(planner)

    changed(planner, address, "track", {"r5.l0.t1.values": "4"})

    assert 'schooling_years = "below 4"' in stored(world).text
    assert "<strong>below 4</strong>" in planner.get(address).text


def test_a_value_may_be_typed_in_the_words_people_read(planner: FlaskClient, world: World) -> None:
    address = begun(planner)

    changed(planner, address, "track", {"r7.l0.t1.values": "basic", "r0.l0.t0.values": "semilukutaitoinen"})

    assert 'rule = "reads-no-script"\nwhen = { literacy = "weak" }' in stored(world).text


def test_a_cell_that_cannot_be_read_is_kept_and_told_at_its_field(planner: FlaskClient, world: World) -> None:
    address = begun(planner)

    page = changed(planner, address, "track", {"r5.l0.t1.values": "six"})

    assert 'schooling_years = "below six"' in stored(world).text
    assert re.search(r'id="r5\.l0\.t1\.values-error">[^<]*is not something that schooling_years can be', page)
    assert re.search(r'name="r5\.l0\.t1\.values"[^>]*aria-invalid="true"', page)


def test_rows_move_are_added_and_taken_away_without_being_kept_yet(
    planner: FlaskClient, world: World
) -> None:
    address = begun(planner)
    before = stored(world).text
    sent = fields_of(planner.get(f"{address}/tables/track").text)

    down = planner.post(f"{address}/tables/track", data={**sent, "do": "down:0"}).text
    added = planner.post(f"{address}/tables/track", data={**sent, "do": "add"}).text
    taken = planner.post(f"{address}/tables/track", data={**sent, "do": "delete:0"}).text
    line = planner.post(f"{address}/tables/track", data={**sent, "do": "line:8"}).text

    assert fields_of(down)["r0.rule"] == "weak-literacy"
    assert fields_of(added)["r9.rule"] == ""
    assert fields_of(taken)["r0.rule"] == "weak-literacy"
    assert "r8.l0.t0.subject" in fields_of(line)
    assert all("These changes are not kept yet." in page for page in (down, added, taken, line))
    assert stored(world).text == before


def test_a_fault_of_the_rules_is_found_and_keeps_them_from_being_proposed(planner: FlaskClient) -> None:
    address = begun(planner)

    changed(planner, address, "module", {"r3.l0.t0.values": "B1.1"})

    page = planner.get(address).text
    assert re.search(r"The check found \d+ fault", page)
    assert "In the table “Which module” there are cases for which no rule holds" in page
    assert "Propose it" not in page


def test_a_malformed_text_is_kept_with_every_problem_and_its_line(planner: FlaskClient, world: World) -> None:
    address = begun(planner)
    text = stored(world).text.replace('"below 6"', '"six"').replace('hit = "first"', 'hit = "last"')

    planner.post(f"{address}/text", data={"text": text, "version": str(stored(world).version)})

    page = planner.get(f"{address}/text").text
    assert stored(world).text == text
    assert "2 problems: the file cannot be read yet" in page
    assert len(re.findall(r"Line \d+, column \d+", page)) == 2
    assert "six" in page


def test_a_file_may_be_uploaded_instead(planner: FlaskClient, world: World) -> None:
    content = text_of("uploaded", 3).encode()

    answer = planner.post(
        "/planner/rules/new",
        data={"file": (_file(content), "rules.toml")},
        content_type="multipart/form-data",
    )

    assert answer.status_code == 303
    assert (stored(world).rule_set_id, stored(world).number) == ("uploaded", 3)


def test_a_file_that_is_no_text_is_refused_in_words(planner: FlaskClient) -> None:
    answer = planner.post(
        "/planner/rules/new",
        data={"file": (_file(b"\xff\xfe\x00\x80"), "rules.toml")},
        content_type="multipart/form-data",
    )

    assert answer.status_code == 422
    assert "This is not a text file in UTF-8." in answer.text


def _file(content: bytes) -> BytesIO:
    return BytesIO(content)


def test_sentences_and_names_are_edited_side_by_side(planner: FlaskClient, world: World) -> None:
    address = begun(planner)
    page = planner.get(f"{address}/texts/reasons").text
    codes = re.findall(r'name="code" value="([^"]+)"', page)
    place = codes.index("basic-path")
    sent: dict[str, object] = {"version": str(stored(world).version), "code": [*codes, ""]}
    for number, found in enumerate(re.findall(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)):
        sent[f"{number // 3}.{('fi', 'sv', 'en')[number % 3]}"] = found
    sent[f"{place}.en"] = "Nothing else fits: the basic path."

    planner.post(f"{address}/texts/reasons", data=sent)

    assert "Nothing else fits: the basic path." in stored(world).text
    assert "The check found no faults." in planner.get(address).text


def test_name_dates_and_area_are_edited_in_a_form(planner: FlaskClient, world: World) -> None:
    address = begun(planner)
    values = {"rule_set_id": "kuusilahti", "number": "4", "name_fi": "Säännöt", "name_sv": "Regler"}
    values |= {"name_en": "Rules", "area": "Kuusilahti", "valid_from": "1.5.2026", "valid_to": ""}

    answer = planner.post(f"{address}/basics", data={**values, "version": str(stored(world).version)})

    assert answer.status_code == 303
    assert (stored(world).rule_set_id, stored(world).number) == ("kuusilahti", 4)
    assert "valid_from = 2026-05-01" in stored(world).text


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(planner: FlaskClient, world: World) -> None:
    address = begun(planner)
    sent = fields_of(planner.get(f"{address}/tables/track").text)
    changed(planner, address, "track", {"r5.l0.t1.values": "4"})

    answer = planner.post(f"{address}/tables/track", data={**sent, "do": "save"})

    assert answer.status_code == 409
    assert 'schooling_years = "below 4"' in stored(world).text
    assert "Somebody else changed this draft" in answer.text
    assert fields_of(answer.text)["r5.l0.t1.values"] == "6"
    again = planner.post(f"{address}/tables/track", data={**fields_of(answer.text), "do": "save"})
    assert again.status_code == 303
    assert 'schooling_years = "below 6"' in stored(world).text


def test_sentences_and_text_typed_meanwhile_are_still_there(planner: FlaskClient, world: World) -> None:
    address = begun(planner)
    changed(planner, address, "track", {"r5.l0.t1.values": "4"})
    mine = {"code": ["basic-path"], "0.fi": "Oma lause.", "0.sv": "Egen.", "0.en": "Mine.", "version": "1"}

    texts = planner.post(f"{address}/texts/reasons", data=mine)
    text = planner.post(f"{address}/text", data={"text": "id = 'typed'", "version": "1"})

    assert (texts.status_code, text.status_code) == (409, 409)
    assert "Oma lause." in texts.text
    assert "id = &#39;typed&#39;" in text.text
    assert f'value="{stored(world).version}"' in text.text
    assert 'schooling_years = "below 4"' in stored(world).text


def test_a_second_planner_approves_what_the_first_proposed(
    app: Flask, world: World, planner: FlaskClient
) -> None:
    address = begun(planner)
    version = stored(world).version
    proposal = {"language": "fi", "starts_on": LATER, "note": "More schooling.", "version": str(version)}

    proposed = planner.post(f"{address}/propose", data=proposal)

    assert proposed.status_code == 303, proposed.text
    assert "Another planner decides" in planner.get(proposed.location).text
    own = planner.post(f"{proposed.location}/approve", data={"version": "1"})
    assert own.status_code == 403
    approved = browser(app, world, SECOND).post(f"{proposed.location}/approve", data={"version": "1"})
    assert approved.status_code == 303
    assert activation(world).state is ActivationState.APPROVED
    assert "approved" in planner.get("/planner/rules").text


def test_a_sealed_version_cannot_be_edited_but_begun_from(planner: FlaskClient, world: World) -> None:
    address = begun(planner)
    planner.post(
        f"{address}/propose", data={"language": "fi", "starts_on": LATER, "note": "Why", "version": "1"}
    )

    assert planner.get(f"{address}/tables/track").status_code == 409
    page = planner.get(address).text
    assert "its text never changes again" in page
    assert "/planner/rules/new?base=ours@1" in page or "base=ours%401" in page
    assert 'value="2"' in planner.get("/planner/rules/new?base=ours@1").text


def test_a_refusal_needs_its_reason(app: Flask, world: World, planner: FlaskClient) -> None:
    made = planner.post(
        "/planner/rules/choose",
        data={"rule_set": "jyvaskyla-2022@1", "language": "fi", "starts_on": LATER, "note": "Own groups."},
    )
    second = browser(app, world, SECOND)

    silent = second.post(f"{made.location}/refuse", data={"version": "1"})
    refused = second.post(f"{made.location}/refuse", data={"version": "1", "note": "Too few groups."})

    assert silent.status_code == 422
    assert refused.status_code == 303
    assert "Too few groups." in planner.get(made.location).text
    assert activation(world).state is ActivationState.REFUSED


def test_rules_never_begin_today_or_before(planner: FlaskClient) -> None:
    address = begun(planner)
    on = today()

    answer = planner.post(
        f"{address}/propose",
        data={"language": "fi", "starts_on": f"{on.day}.{on.month}.{on.year}", "note": "Why", "version": "1"},
    )

    assert answer.status_code == 422
    assert "aria-invalid" in answer.text


def test_a_draft_can_be_thrown_away_until_it_is_proposed(planner: FlaskClient, world: World) -> None:
    address = begun(planner)

    planner.post(f"{address}/delete", data={"version": "1"})

    assert planner.get(address).status_code == 404


def test_planners_of_another_authority_see_nothing_of_it(
    app: Flask, world: World, planner: FlaskClient
) -> None:
    address = begun(planner)
    stranger = browser(app, world, "other_planner")

    assert stranger.get(address).status_code == 404
    assert stranger.get(f"{address}/text").status_code == 404
    assert stranger.get(f"{address}/file").status_code == 404
    assert "ours" not in re.sub(
        r"<title>.*?</title>|Our rules|ours?[^<]*rules", "", stranger.get("/planner/rules").text
    )


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_pages_stand_in_every_language(planner: FlaskClient, language: str) -> None:
    address = begun(planner)
    planner.post("/language", data={"language": language})
    for path in ("", "/text", "/basics", "/tables/track", "/texts/reasons", "/texts/labels", "/file"):
        answer = planner.get(f"{address}{path}")
        assert answer.status_code == 200, path
        assert path == "/file" or f'<html lang="{language}"' in answer.text
    assert planner.get("/planner/rules/choose").status_code == 200


def activation(world: World) -> RuleSetActivation:
    with world.database.reading() as session:
        return session.scalars(sa.select(RuleSetActivation)).one()


def test_an_unknown_draft_is_not_found(planner: FlaskClient) -> None:
    assert planner.get(f"/planner/rules/drafts/{UUID(int=7)}").status_code == 404


def test_a_sentence_is_chosen_by_its_words_and_taken_away_again(planner: FlaskClient, world: World) -> None:
    address = begun(planner)
    page = planner.get(f"{address}/tables/track").text

    changed(planner, address, "track", {"r5.l0.because.1": "", "r8.because.1": "little-schooling"})

    assert re.search(r'<option value="little-schooling" selected>Years of schooling: …', page)
    assert 'because = ["basic-path", "little-schooling"]' in stored(world).text
    assert 'schooling_years = "below 6", because = "reads-other-script"' in stored(world).text


def test_a_sentence_that_no_row_gives_any_more_stops_nothing(planner: FlaskClient) -> None:
    address = begun(planner)

    page = changed(planner, address, "track", {"r5.l0.because.1": ""})

    assert "cannot stand in this text" not in page
    assert "The check found no faults." in page


def test_every_problem_leads_to_the_field_in_which_it_is_mended(planner: FlaskClient, world: World) -> None:
    address = begun(planner)
    text = stored(world).text.replace('"below 6"', '"below six"').replace("{languages_studied}", "{sisters}")
    text = text.replace("valid_from = 2022-08-01", 'valid_from = "soon"')

    planner.post(f"{address}/text", data={"text": text, "version": str(stored(world).version)})

    page = planner.get(address).text
    for place in ("/tables/track#r5.l0.t1.values", "/basics#valid_from"):
        assert f'{address}{place}"' in page
    planner.post(f"{address}/text", data={"text": text.replace('"soon"', "2022-08-01").replace("six", "6"),
                                          "version": str(stored(world).version)})  # fmt: skip
    page = planner.get(address).text
    assert f'{address}/texts/reasons#of-languages-studied"' in page
    sentences = planner.get(f"{address}/texts/reasons").text
    assert re.search(r'id="of-languages-studied" open', sentences)
    assert not re.search(r'id="of-basic-path" open', sentences)


def test_a_draft_that_still_has_a_shipped_title_is_told_so(planner: FlaskClient, world: World) -> None:
    address = begun(planner)
    told = "It still has the title of the set it began from."
    values = {"rule_set_id": "ours", "number": "1", "name_fi": "Omat", "name_sv": "Egna", "name_en": "Ours"}

    before = planner.get(address).text
    planner.post(
        f"{address}/basics",
        data={**values, "valid_from": "1.5.2026", "version": str(stored(world).version)},
    )

    assert told in before
    assert told not in planner.get(address).text


def test_a_file_whose_name_is_taken_is_refused_at_the_file(planner: FlaskClient) -> None:
    begun(planner, name="taken")

    answer = planner.post(
        "/planner/rules/new",
        data={"file": (_file(text_of("taken", 1).encode()), "rules.toml")},
        content_type="multipart/form-data",
    )

    assert answer.status_code == 422
    assert re.search(r'id="file-error">[^<]*This version of the rule set exists already', answer.text)
