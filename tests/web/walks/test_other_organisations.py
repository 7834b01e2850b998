"""Nobody sees or changes another organisation's rows, whatever the route and however right the role."""

from typing import Any

import pytest
from flask import Flask

from testing_app.vocabulary import Role
from tests.whole_world import OF_EVERYBODY, WholeWorld, fill, role_for
from tests.world import World

STRANGERS = {
    Role.ASSESSOR: "other_assessor",
    Role.CENTRE_LEAD: "other_assessor",
    Role.TEST_ADMINISTRATOR: "other_assessor",
    Role.AUTHORITY_OFFICER: "other_officer",
    Role.COURSE_PLANNER: "other_planner",
    Role.TRAINING_PROVIDER: "other_provider",
    Role.ADVISER: "other_adviser",
}
FILLED: dict[str, Any] = {
    "id_seen": "y",
    "state": "no_show",
    "reason": "illness",
    "version": "1",
    "text": "The listening was unfair.",
    "received_on": "13.3.2026",
    "correction": "Points were added up wrongly.",
    "language_tested": "fi",
    "purpose": "first_assessment",
    "family_name": "Toinen",
    "birth_date": "1.1.1990",
    "mother_tongue": "ar",
    "contact_language": "ar",
    "scopes": ["life_situation"],
    "language": "ar",
    "signed_on": "1.3.2026",
    "held_on": "1.12.2030",
    "starts_at": "9.00",
    "ends_at": "12.00",
    "seats": "30",
    "track": "integration-basic",
    "module": "M2",
}


@pytest.fixture
def whole(app: Flask, world: World) -> WholeWorld:
    return fill(app, world)


def owned(whole: WholeWorld, app: Flask, method: str) -> list[tuple[str, str]]:
    """Every route to a row that belongs to a centre or an authority."""
    return [
        (endpoint, path)
        for endpoint, path, names in whole.paths(app, method)
        if names and not names <= OF_EVERYBODY
    ]


@pytest.mark.parametrize("settings", ["sqlite", "postgresql"], indirect=True)
def test_another_organisations_row_is_not_found_and_stays_as_it_is(app: Flask, whole: WholeWorld) -> None:
    browsers = {who: whole.browser(app, who) for who in set(STRANGERS.values())}
    forms = [{}, {**FILLED, "occasion": str(whole.ids["occasion_id"])}]
    before = whole.rows()

    answers = {
        ("GET", path): {browsers[STRANGERS[role_for(endpoint)]].get(path).status_code}
        for endpoint, path in owned(whole, app, "GET")
    }
    for endpoint, path in owned(whole, app, "POST"):
        browser = browsers[STRANGERS[role_for(endpoint)]]
        answers["POST", path] = {browser.post(path, data=data).status_code for data in forms}

    assert len(answers) > 40
    assert {key: found for key, found in answers.items() if found != {404}} == {}
    assert whole.rows() == before


@pytest.mark.parametrize("settings", ["sqlite", "postgresql"], indirect=True)
def test_the_same_rows_are_there_for_their_own_organisation(app: Flask, whole: WholeWorld) -> None:
    answers = {
        path: whole.browser(app, role_for(endpoint)).get(path).status_code
        for endpoint, path in owned(whole, app, "GET")
    }

    assert {path: status for path, status in answers.items() if status != 200} == {}


@pytest.mark.parametrize("settings", ["sqlite", "postgresql"], indirect=True)
def test_lists_show_nobody_of_another_organisation(app: Flask, whole: WholeWorld) -> None:
    seen = {}
    for who in sorted(set(STRANGERS.values())):
        browser = whole.browser(app, who)
        for _endpoint, path, names in whole.paths(app, "GET"):
            if not names:
                page = browser.get(path).text
                if shown := [word for word in whole.personal() if word in page]:
                    seen[who, path] = shown

    assert seen == {}
