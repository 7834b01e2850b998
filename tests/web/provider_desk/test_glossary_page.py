"""The training provider has a page that says what a course group means."""

from flask import Flask

from testing_app.vocabulary import Role
from tests.world import World


def test_a_provider_reads_the_course_groups_in_words(app: Flask, world: World) -> None:
    web = app.test_client()
    web.set_cookie("lahtotaso_session", world.cookie(Role.TRAINING_PROVIDER))

    page = web.get("/provider/words")

    assert page.status_code == 200
    assert "Integration training, fast path" in page.text
    assert "A1.1–A1.3" in page.text
