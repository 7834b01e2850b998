"""Rule sets can be read, tried, downloaded and compared by everybody who signs in."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from testing_app.rule_sets.rules import Change, rule_set_on, shipped_rule_sets, shipped_text
from testing_app.vocabulary import Role
from testing_app.web.placement_words import change_in_words
from tests.world import World

EVEN = "reading=A2.1&writing=A1.3&listening=A2.1&speaking=A1.3&literacy=latin_technical&study_readiness=basic"
KNOWN = f"try=1&{EVEN}&languages_studied=1&schooling_years=12"
KOTO = "/rules/fi-koto-2022/1"
SHIPPED = sorted(shipped_rule_sets())

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)


@pytest.fixture
def planner(app: Flask, world: World) -> FlaskClient:
    web = app.test_client()
    web.set_cookie("lahtotaso_session", world.cookie(Role.COURSE_PLANNER))
    return web


def text_of(page: str) -> str:
    """The words of a page with single blanks, without its elements."""
    kept, inside = [], False
    for character in page:
        inside = character == "<" or (inside and character != ">")
        kept.append(" " if inside or character == ">" else character)
    return " ".join("".join(kept).split())


def row_of(page: str, anchor: str) -> str:
    """One row of a table, as it stands on the page."""
    start = page.index(f'id="{anchor}"')
    return page[start : page.index("</tr>", start)]


# --- the list


def test_the_list_names_what_is_in_force_and_every_shipped_set(planner: FlaskClient) -> None:
    page = planner.get("/rules").text

    assert "In force today" in page
    for id, version in SHIPPED:
        assert f'href="/rules/{id}/{version}"' in page


def test_old_links_to_a_rule_still_find_it(planner: FlaskClient) -> None:
    page = planner.get("/rules").text

    order = ["reads-no-script", "weak-literacy", "basic-education", "levels-unclear", "beyond-integration",
             "latin-unsure", "slow-path", "fast-path", "basic-path"]  # fmt: skip
    places = [page.index(f'id="rule-{rule}"') for rule in order]
    assert places == sorted(places)


def test_an_old_address_of_the_imagined_person_leads_to_the_new_page(planner: FlaskClient) -> None:
    answer = planner.get(f"/rules?{KNOWN}")

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"{KOTO}?{KNOWN}"


@pytest.mark.parametrize("role", list(Role))
def test_everybody_who_signs_in_may_read_every_page(app: Flask, world: World, role: Role) -> None:
    web = app.test_client()
    web.set_cookie("lahtotaso_session", world.cookie(role))

    for path in ("/rules", KOTO, f"{KOTO}/file", f"{KOTO}/differences?with=sv-koto-2022@1"):
        assert web.get(path).status_code == 200, path


# --- one rule set


@pytest.mark.parametrize(("id", "version"), SHIPPED)
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_every_shipped_set_can_be_read_in_every_language(
    planner: FlaskClient, app: Flask, id: str, version: int, language: str
) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    planner.post("/language", data={"language": language})

    answer = planner.get(f"/rules/{id}/{version}")

    assert answer.status_code == 200
    for table in shipped_rule_sets()[id, version].tables.values():
        for row in table.rows:
            assert (
                f'id="rule-{row.rule}"' in answer.text or f'id="rule-{table.name}-{row.rule}"' in answer.text
            )


def test_every_row_says_what_it_asks_gives_and_tells(planner: FlaskClient) -> None:
    page = planner.get(KOTO).text

    assert "Each of the four skills: at least B1.1" in text_of(row_of(page, "rule-beyond-integration"))
    unsure = text_of(row_of(page, "rule-latin-unsure"))
    assert (
        "Literacy: other script Years of schooling: below 6 or Literacy: other script Study readiness"
        in unsure
    )
    assert "Years of schooling: …, fewer than six." in unsure
    assert "Otherwise" in row_of(page, "rule-basic-path")
    assert "The skills are … steps apart on the scale." in page
    assert "Overall level: A1.1–A1.3" in text_of(row_of(page, "rule-module-2"))


def test_how_the_rows_count_is_said_in_plain_words(planner: FlaskClient) -> None:
    page = planner.get(KOTO).text

    assert "The first that is true decides." in page
    assert "No two rows can be true at once" in page
    assert "Every row that is true counts." in page


def test_inputs_weights_order_borderline_and_sources_are_there(planner: FlaskClient) -> None:
    words = text_of(planner.get(KOTO).text)

    assert "Years of schooling A number from 0 to 40" in words
    assert "Reading A level from below A1.1 to C2.2" in words
    assert "All four skills count alike." in words
    assert "literacy training 1 → literacy training 2 →" in words
    assert "less probable than 75%" in words
    assert "National core curriculum for integration training 2022" in words


def test_each_source_has_a_letter_and_rows_point_to_it(planner: FlaskClient) -> None:
    page = planner.get(KOTO).text

    assert 'href="#source-curriculum-2022"' in row_of(page, "rule-slow-path")
    assert 'id="source-curriculum-2022"' in page


@pytest.mark.parametrize(
    "path", ["/rules/no-such/1", "/rules/fi-koto-2022/99", "/rules/fi-koto-2022/99999999999999999999",
             "/rules/Ä/1", f"{KOTO}/differences?with=no-such@1", f"{KOTO}/differences?with=x",
             "/rules/no-such/1/file", "/rules/no-such/1/differences"]
)  # fmt: skip
def test_a_rule_set_that_is_not_there_is_not_found(planner: FlaskClient, path: str) -> None:
    answer = planner.get(path)

    assert answer.status_code == 404
    assert "There is no such rule set." in answer.text


def test_the_file_is_what_was_shipped(planner: FlaskClient) -> None:
    answer = planner.get(f"{KOTO}/file")

    assert answer.text == shipped_text("fi-koto-2022", 1)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="fi-koto-2022.v1.toml"'


# --- the imagined person


def test_an_imagined_person_gets_a_suggestion_with_reasons_and_nearest_changes(planner: FlaskClient) -> None:
    answer = planner.get(f"{KOTO}?{KNOWN}")

    assert answer.status_code == 200
    assert '<p class="trial-said">Integration training, basic path, module M2</p>' in answer.text
    assert "No other rule holds: the basic path." in answer.text
    assert "instead of" in answer.text


def test_the_rows_that_decided_are_marked(planner: FlaskClient) -> None:
    page = planner.get(f"{KOTO}?{KNOWN}").text

    assert "row-decides" in row_of(page, "rule-basic-path")
    assert "Decided" in row_of(page, "rule-module-2")
    assert page.count('class="row-') == 2


def test_what_is_added_is_marked_as_counted(planner: FlaskClient) -> None:
    page = planner.get(f"{KOTO}?{KNOWN}".replace("latin_technical", "other_script")).text

    assert "row-counts" in row_of(page, "rule-latin-alphabet")


def test_the_row_that_could_not_be_judged_is_marked_and_its_inputs_are_named(
    planner: FlaskClient,
) -> None:
    page = planner.get(f"{KOTO}?try=1&reading=A1.1").text

    assert "Not known: literacy" in page
    assert "Could not be judged" in row_of(page, "rule-reads-no-script")


def test_a_tick_that_is_not_set_is_said_to_be_set(app: Flask) -> None:
    change = Change("hard_life_situation", "false", "true", "adult-basic-education", None)

    with app.test_request_context(headers={"Accept-Language": "en"}):
        text = change_in_words(change, rule_set_on(date(2026, 3, 12)))

    assert text.startswith("If “hard life situation” were ticked: ")


def test_a_tick_that_is_set_is_said_to_be_taken_away(planner: FlaskClient) -> None:
    answer = planner.get(f"{KOTO}?{KNOWN}&needs_basic_education=y")

    assert "If “needs basic education” were not ticked: " in answer.text


def test_impossible_numbers_are_problems_at_their_fields_and_stay_typed(planner: FlaskClient) -> None:
    answer = planner.get(f"{KOTO}?try=1&schooling_years=many&languages_studied=99")

    assert answer.status_code == 422
    assert 'value="many"' in answer.text
    assert 'value="99"' in answer.text
    assert answer.text.count("Write a number from 0 to 20.") == 3


def test_an_impossible_choice_is_refused(planner: FlaskClient) -> None:
    assert planner.get(f"{KOTO}?try=1&literacy=perfect").status_code == 422


def test_parts_of_the_page_that_change_while_typing_are_named_for_the_script(planner: FlaskClient) -> None:
    page = planner.get(KOTO).text

    assert "js/rules.js" in page
    for region in ("rows-track", "rows-module", "trial-result", "picture-drawn", "picture-table"):
        assert f'id="{region}" data-live-region' in page
    assert 'aria-live="polite" id="trial-result"' in page


# --- the other questions


def test_an_imagined_interview_says_which_parts_come_now_and_which_wait(planner: FlaskClient) -> None:
    words = text_of(planner.get("/rules/fi-battery-2022/1?try=1&interview=A1.2&literacy=latin_fluent").text)

    assert "Give now" in words
    assert "Later" in words
    assert "Waits for: " in words


def test_days_since_the_test_say_whether_the_result_holds(planner: FlaskClient) -> None:
    words = text_of(planner.get("/rules/fi-validity-2026/1?try=1&days_since_test=400").text)

    assert "Out of date" in words
    assert "The test was 400 days ago" in words


def test_sufficiency_is_said_for_each_skill_and_never_as_one_yes_or_no(planner: FlaskClient) -> None:
    levels = "reading=B1.1&writing=A2.2&listening=A2.1"
    words = text_of(planner.get(f"/rules/fi-vocational-2022/1?try=1&field=nursing&{levels}").text)

    assert "Reading Enough" in words
    assert "Writing One step short" in words
    assert "Listening Clearly short" in words
    assert "Speaking No level" in words


def test_sufficiency_asks_for_a_field(planner: FlaskClient) -> None:
    answer = planner.get("/rules/fi-vocational-2022/1?try=1&reading=B1.1")

    assert answer.status_code == 422
    assert "Choose a field." in answer.text


# --- the picture


def test_the_picture_draws_every_literacy_and_readiness(planner: FlaskClient) -> None:
    page = planner.get(KOTO).text

    assert page.count('class="space-block"') == 6
    assert page.count('class="space-readiness"') == 18
    assert "<title>A1.1–A1.3: Integration training, basic path, module M2</title>" in page
    assert "space-undecided" in page


def test_the_picture_uses_the_other_inputs_of_the_imagined_person(planner: FlaskClient) -> None:
    plain = planner.get(KOTO).text
    hard = planner.get(f"{KOTO}?try=1&hard_life_situation=y").text

    fast = "Integration training, fast path, module M2</title>"
    assert fast in plain
    assert fast not in hard
    assert "hard life situation: yes" in hard


def test_a_person_with_four_equal_skills_is_shown_in_the_picture(planner: FlaskClient) -> None:
    levels = "&".join(f"{skill}=A2.1" for skill in ("reading", "writing", "listening", "speaking"))
    page = planner.get(f"{KOTO}?try=1&{levels}&literacy=latin_technical&study_readiness=basic").text

    assert page.count('class="space-here"') == 1
    assert 'class="space-here"' not in planner.get(f"{KOTO}?{KNOWN}").text


# --- differences


def test_the_swedish_set_judges_as_the_finnish_one_and_that_is_said(planner: FlaskClient) -> None:
    page = planner.get("/rules/sv-koto-2022/1/differences?with=fi-koto-2022@1").text

    assert "Both give everybody the same outcome." in page


def test_differences_stand_side_by_side(planner: FlaskClient) -> None:
    words = text_of(planner.get("/rules/jyvaskyla-2022/1/differences?with=fi-koto-2022@1").text)

    assert "Some people may get another outcome." in words
    assert "basic-path Removed" in words
    assert "zero" in words


def test_without_another_version_one_can_choose_what_to_compare(planner: FlaskClient) -> None:
    answer = planner.get(f"{KOTO}/differences")

    assert answer.status_code == 200
    assert "Nothing to compare with yet" in answer.text
    assert 'value="sv-koto-2022@1"' in answer.text


def test_levels_with_an_error_of_measurement_show_how_probable_each_course_group_is(
    planner: FlaskClient,
) -> None:
    certain = planner.get(f"/rules/fi-koto-2022/1?{KNOWN}").text
    unsure = planner.get(f"/rules/fi-koto-2022/1?{KNOWN}&error=1").text

    assert "Probability of each course group" not in certain
    assert "Probability of each course group" in unsure
    assert "Borderline" in unsure


def test_a_made_up_error_of_measurement_is_a_problem_at_its_field(planner: FlaskClient) -> None:
    answer = planner.get(f"/rules/fi-koto-2022/1?{KNOWN}&error=9")

    assert answer.status_code == 422
