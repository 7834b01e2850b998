"""The life of a score over HTTP: suggestion, recommendation, preview, signature, inbox, correction."""

import json
import re
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import undefer

from testing_app import clock
from testing_app.audit.models import AuditEntry
from testing_app.bookings.actions import check_in
from testing_app.bookings.models import Referral
from testing_app.delivery.worker import inbox_worker
from testing_app.inbox.models import InboxMessage
from testing_app.people.models import Consent
from testing_app.placements.models import Recommendation, StoredSuggestion
from testing_app.results.keys import create_ring
from testing_app.results.models import SignedResult
from testing_app.results.reading import read_document
from testing_app.sittings.actions import open_sitting
from testing_app.sittings.models import Sitting
from testing_app.vocabulary import ConsentScope, Literacy, Part, PartState, Role, ScoreSource, StudyReadiness
from tests.world import NOW, TODAY, World

LEVELS = {"reading": "A1.2", "writing": "A1.1", "listening": "A1.3", "speaking": "A1.2"}


@pytest.fixture
def signing_keys(app: Any) -> None:
    settings = app.extensions["settings"]
    create_ring(settings.keys_folder, settings.secret.key("signing keys"), now=NOW)


def browser_of(app: Any, world: World, who: str) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    browser: FlaskClient = app.test_client()
    browser.set_cookie("lahtotaso_session", world.cookie(who))
    return browser


def scored_sitting(world: World, *, hard_life_situation: bool = False, notes: str = "") -> UUID:
    """A candidate who arrived and took all four skills: the rules give a path of integration training."""
    with world.database.transaction() as session:
        occasion = world.add_occasion(session)
        booking = world.add_booking(session, occasion, world.add_candidate(session))
        check_in(session, booking.id, id_seen=True, by=world.act(Role.ASSESSOR), now=NOW)
        sitting = open_sitting(session, booking.id, by=world.act(Role.ASSESSOR), now=NOW)
        for row in sitting.parts:
            if row.part.value in LEVELS:
                row.state, row.level, row.source = PartState.TAKEN, LEVELS[row.part.value], ScoreSource.SHEET
        told = sitting.background
        told.literacy, told.study_readiness = Literacy.LATIN_TECHNICAL, StudyReadiness.BASIC
        told.languages_studied, told.schooling_years = 1, 9
        told.hard_life_situation, told.interview_notes = hard_life_situation, notes
        return sitting.id


def consent(world: World, sitting_id: UUID, *scopes: ConsentScope) -> None:
    with world.database.transaction() as session:
        candidate = session.get_one(Sitting, sitting_id).candidate_id
        for scope in scopes:
            session.add(
                Consent(
                    candidate_id=candidate,
                    scope=scope,
                    language="ar",
                    signed_on=TODAY,
                    recorded_by_id=world.act(Role.AUTHORITY_OFFICER).account_id,
                    recorded_at=NOW,
                )
            )


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}"[^>]*value="([^"]*)"', page)
    assert found, f"no hidden field {name}"
    return found[1]


def recommend(browser: FlaskClient, sitting_id: UUID, **changed: Any) -> Any:
    page = browser.get(f"/centre/sittings/{sitting_id}/placement").text
    fields = {
        "shown": hidden(page, "shown"),
        "track": "integration-basic",
        "module": "M2",
        "reason": "Learns steadily and attends well.",
        **changed,
    }
    return browser.post(f"/centre/sittings/{sitting_id}/placement", data=fields)


def sign(browser: FlaskClient, sitting_id: UUID) -> Any:
    page = browser.get(f"/centre/sittings/{sitting_id}/preview").text
    return browser.post(f"/centre/sittings/{sitting_id}/sign", data={"content": hidden(page, "content")})


def signed_results(world: World) -> list[SignedResult]:
    with world.database.reading() as session:
        query = sa.select(SignedResult).order_by(
            SignedResult.signed_at, SignedResult.supersedes_id.is_not(None)
        )
        found = list(session.scalars(query.options(undefer(SignedResult.document))))
        session.expunge_all()
        return found


def test_the_form_never_starts_from_the_suggestion(app: Any, world: World) -> None:
    sitting_id = scored_sitting(world)

    page = browser_of(app, world, "assessor").get(f"/centre/sittings/{sitting_id}/placement")

    assert page.status_code == 200
    assert "Integration training, basic path, module M2" in page.text
    assert "fi-koto-2022" in page.text
    assert " checked" not in page.text


def test_a_result_is_signed_delivered_and_acknowledged(app: Any, world: World, signing_keys: None) -> None:
    sitting_id = scored_sitting(world)
    assessor, officer = browser_of(app, world, "assessor"), browser_of(app, world, "authority_officer")

    recommended = recommend(assessor, sitting_id)
    signed = sign(assessor, sitting_id)
    inbox_worker(world.database, now=clock.now).deliver_due()
    [result] = signed_results(world)
    with world.database.reading() as session:
        message_id = session.scalars(sa.select(InboxMessage.id)).one()
    opened = officer.get(f"/authority/inbox/{message_id}")
    officer.post(f"/authority/inbox/{message_id}/acknowledge")
    seen = assessor.get(f"/centre/results/{result.id}")

    assert recommended.location.endswith(f"/centre/sittings/{sitting_id}/preview")
    assert signed.location.endswith(f"/centre/results/{result.id}")
    assert opened.status_code == 200
    assert "Learns steadily and attends well." in opened.text
    assert "Acknowledged by" in seen.text
    with world.database.reading() as session:
        assert session.scalars(sa.select(Referral)).one().closed_at is not None


def test_nothing_is_sent_before_the_assessor_recommends(app: Any, world: World) -> None:
    sitting_id = scored_sitting(world)
    assessor = browser_of(app, world, "assessor")

    preview = assessor.get(f"/centre/sittings/{sitting_id}/preview")
    signed = assessor.post(f"/centre/sittings/{sitting_id}/sign", data={"content": "x"})

    assert preview.status_code == 303
    assert signed.status_code == 409
    assert signed_results(world) == []


def test_a_part_that_was_taken_but_not_rated_is_named_and_keeps_the_result_from_being_signed(
    app: Any, world: World, signing_keys: None
) -> None:
    sitting_id = scored_sitting(world)
    with world.database.transaction() as session:
        row = next(row for row in session.get_one(Sitting, sitting_id).parts if row.part is Part.SPEAKING)
        row.level, row.source = None, ScoreSource.FORM
    assessor = browser_of(app, world, "assessor")

    recommend(assessor, sitting_id)
    shown = assessor.get(f"/centre/sittings/{sitting_id}/placement").text
    preview = assessor.get(f"/centre/sittings/{sitting_id}/preview")
    signed = assessor.post(f"/centre/sittings/{sitting_id}/sign", data={"content": "x"})

    assert "Ratings are missing" in shown
    assert "Speaking</a>: Range, Accuracy" in shown
    assert "Preview and sign" not in shown
    assert preview.status_code == 303
    assert signed.status_code == 409
    assert signed_results(world) == []


def test_the_flags_of_the_letter_stand_on_the_preview_and_on_the_result(
    app: Any, world: World, signing_keys: None
) -> None:
    sitting_id = scored_sitting(world)
    with world.database.transaction() as session:
        candidate = session.get_one(Sitting, sitting_id).candidate
        candidate.contact_language, candidate.given_names = "uk", "Ai\U00013000no"
    assessor = browser_of(app, world, "assessor")

    recommend(assessor, sitting_id)
    preview = assessor.get(f"/centre/sittings/{sitting_id}/preview").text
    sign(assessor, sitting_id)
    result = assessor.get(f"/centre/results/{signed_results(world)[0].id}").text

    for page in (preview, result):
        assert "The PDF for the candidate is in Finnish and English." in page
        assert "<bdi>\U00013000</bdi>" in page


def test_every_problem_of_a_recommendation_is_shown_at_once_and_nothing_typed_is_lost(
    app: Any, world: World
) -> None:
    sitting_id = scored_sitting(world)

    page = recommend(
        browser_of(app, world, "assessor"), sitting_id, track="", module="M3", reason="Quiet <b>"
    )

    assert page.status_code == 422
    assert "Choose the course group." in page.text
    assert "Write the reason in at least three words." in page.text
    assert "Quiet &lt;b&gt;</textarea>" in page.text
    assert re.search(r'<input[^>]*checked[^>]*value="M3"', page.text)


@pytest.mark.parametrize(
    ("track", "module", "problem"),
    [
        ("assessor-decides", "none", "Choose the course group."),
        ("integration-slow", "none", "Choose the module."),
        ("literacy-1", "M1", "This course group has no modules."),
        ("somewhere", "none", "Choose the course group."),
    ],
)
def test_a_recommendation_names_a_course_group_that_exists(
    app: Any, world: World, track: str, module: str, problem: str
) -> None:
    sitting_id = scored_sitting(world)

    page = recommend(browser_of(app, world, "assessor"), sitting_id, track=track, module=module)

    assert page.status_code == 422
    assert problem in page.text


def test_scores_that_change_after_the_page_was_opened_keep_what_was_typed(app: Any, world: World) -> None:
    sitting_id = scored_sitting(world)

    page = recommend(browser_of(app, world, "assessor"), sitting_id, shown="0" * 64)

    assert page.status_code == 409
    assert "The scores changed while you had this page open" in page.text
    assert "Learns steadily and attends well." in page.text
    with world.database.reading() as session:
        assert session.scalars(sa.select(Recommendation)).all() == []


def test_nobody_signs_what_changed_after_the_preview(app: Any, world: World, signing_keys: None) -> None:
    sitting_id = scored_sitting(world)
    assessor = browser_of(app, world, "assessor")
    recommend(assessor, sitting_id)
    previewed = hidden(assessor.get(f"/centre/sittings/{sitting_id}/preview").text, "content")
    recommend(assessor, sitting_id, reason="I have changed my mind entirely.")

    page = assessor.post(f"/centre/sittings/{sitting_id}/sign", data={"content": previewed})

    assert page.status_code == 409
    assert "The result changed since you previewed it" in page.text
    assert signed_results(world) == []


def test_scores_that_change_make_the_recommendation_outdated(app: Any, world: World) -> None:
    sitting_id = scored_sitting(world)
    assessor = browser_of(app, world, "assessor")
    recommend(assessor, sitting_id)
    with world.database.transaction() as session:
        session.get_one(Sitting, sitting_id).background.study_readiness = StudyReadiness.GOOD

    preview = assessor.get(f"/centre/sittings/{sitting_id}/preview", follow_redirects=True)

    assert "The scores changed after the recommendation. Recommend again." in preview.text


def test_another_assessor_cannot_sign_in_this_ones_words(app: Any, world: World, signing_keys: None) -> None:
    sitting_id = scored_sitting(world)
    recommend(browser_of(app, world, "assessor"), sitting_id)

    page = browser_of(app, world, "second_assessor").get(
        f"/centre/sittings/{sitting_id}/preview", follow_redirects=True
    )

    assert "Another assessor made the recommendation." in page.text


def test_a_result_is_signed_once(app: Any, world: World, signing_keys: None) -> None:
    sitting_id = scored_sitting(world)
    assessor = browser_of(app, world, "assessor")
    recommend(assessor, sitting_id)
    content = hidden(assessor.get(f"/centre/sittings/{sitting_id}/preview").text, "content")
    assessor.post(f"/centre/sittings/{sitting_id}/sign", data={"content": content})

    again = assessor.post(f"/centre/sittings/{sitting_id}/sign", data={"content": content})

    assert again.status_code == 409
    assert len(signed_results(world)) == 1


def test_without_consent_nothing_in_the_document_depends_on_the_life_situation(
    app: Any, world: World, signing_keys: None
) -> None:
    documents = []
    for hard in (True, False):
        sitting_id = scored_sitting(world, hard_life_situation=hard, notes="Sleeps badly since the war.")
        recommend(browser_of(app, world, "assessor"), sitting_id)
        sign(browser_of(app, world, "assessor"), sitting_id)
    for result in signed_results(world):
        said = json.loads(result.document)
        documents.append({name: said[name] for name in ("parts", "background", "suggestion", "withheld")})

    assert len(documents) == 2
    assert documents[0] == documents[1]
    assert documents[0]["withheld"] == ["interview_notes", "life_situation"]
    assert "hard" not in json.dumps(documents)
    assert "Sleeps badly" not in json.dumps(documents)


def test_with_consent_the_life_situation_and_the_notes_are_sent(
    app: Any, world: World, signing_keys: None
) -> None:
    sitting_id = scored_sitting(world, hard_life_situation=True, notes="Sleeps badly since the war.")
    consent(world, sitting_id, ConsentScope.LIFE_SITUATION, ConsentScope.INTERVIEW_NOTES)
    recommend(browser_of(app, world, "assessor"), sitting_id, track="integration-slow")

    sign(browser_of(app, world, "assessor"), sitting_id)

    document = read_document(signed_results(world)[0].document)
    assert document.background.hard_life_situation is True
    assert document.background.interview_notes == "Sleeps badly since the war."
    assert document.suggestion.rule == "slow-path"
    assert document.withheld == ()


def test_no_overall_level_leaves_the_office(app: Any, world: World, signing_keys: None) -> None:
    sitting_id = scored_sitting(world)
    recommend(browser_of(app, world, "assessor"), sitting_id)

    sign(browser_of(app, world, "assessor"), sitting_id)

    assert b"overall" not in signed_results(world)[0].document


def test_a_correction_supersedes_the_old_result_and_both_stay(
    app: Any, world: World, signing_keys: None
) -> None:
    sitting_id = scored_sitting(world)
    assessor = browser_of(app, world, "assessor")
    recommend(assessor, sitting_id)
    sign(assessor, sitting_id)
    [old] = signed_results(world)

    begun = assessor.post(
        f"/centre/results/{old.id}/correct", data={"correction": "Wrong level in speaking."}
    )
    early = assessor.get(f"/centre/sittings/{sitting_id}/preview", follow_redirects=True)
    recommend(assessor, sitting_id, module="M1")
    sign(assessor, sitting_id)

    old, new = signed_results(world)
    assert begun.location.endswith(f"/centre/sittings/{sitting_id}")
    assert "Recommend a course group before you preview and sign." in early.text
    assert new.supersedes_id == old.id
    assert old.superseded_at is not None
    assert new.superseded_at is None
    assert read_document(new.document).correction is not None
    page = assessor.get(f"/centre/results/{old.id}").text
    assert "A newer result holds" in page
    assert f"/centre/results/{new.id}" in page


def test_a_superseded_result_is_not_corrected_again(app: Any, world: World, signing_keys: None) -> None:
    sitting_id = scored_sitting(world)
    assessor = browser_of(app, world, "assessor")
    recommend(assessor, sitting_id)
    sign(assessor, sitting_id)
    [old] = signed_results(world)
    assessor.post(f"/centre/results/{old.id}/correct", data={"correction": "Wrong level."})
    recommend(assessor, sitting_id, module="M1")
    sign(assessor, sitting_id)

    page = assessor.post(f"/centre/results/{old.id}/correct", data={"correction": "Again."})

    assert page.status_code == 409


def test_a_correction_begun_by_mistake_is_cancelled_while_nothing_changed(
    app: Any, world: World, signing_keys: None
) -> None:
    sitting_id = scored_sitting(world)
    assessor = browser_of(app, world, "assessor")
    recommend(assessor, sitting_id)
    sign(assessor, sitting_id)
    [result] = signed_results(world)
    assessor.post(f"/centre/results/{result.id}/correct", data={"correction": "A slip of the hand."})

    kept = assessor.post(f"/centre/results/{result.id}/keep")

    assert kept.status_code == 303
    with world.database.reading() as session:
        assert session.get_one(Sitting, sitting_id).correcting_since is None


def test_an_objection_cannot_be_older_than_the_test(app: Any, world: World, signing_keys: None) -> None:
    sitting_id = scored_sitting(world)
    assessor = browser_of(app, world, "assessor")
    recommend(assessor, sitting_id)
    sign(assessor, sitting_id)
    [result] = signed_results(world)
    answer = assessor.post(
        f"/centre/results/{result.id}/objections",
        data={"received_on": "1.1.2020", "text": "The reading part was too hard."},
    )

    assert answer.status_code == 422
    assert "before the test day" in answer.text
    assert "The reading part was too hard." in answer.text


def test_an_objection_is_recorded_and_answered_once(app: Any, world: World, signing_keys: None) -> None:
    sitting_id = scored_sitting(world)
    assessor = browser_of(app, world, "assessor")
    recommend(assessor, sitting_id)
    sign(assessor, sitting_id)
    [result] = signed_results(world)
    empty = assessor.post(f"/centre/results/{result.id}/objections", data={"received_on": "31.2.2026"})
    assessor.post(
        f"/centre/results/{result.id}/objections",
        data={"received_on": "13.3.2026", "text": "My listening is better than that."},
    )
    waiting = assessor.get("/centre/results?show=objected").text
    page = assessor.get(f"/centre/results/{result.id}").text
    name = re.search(r'name="(answer-[0-9a-f-]{36}-)version" [^>]*value="(\d+)"', page) or re.search(
        r'name="(answer-[0-9a-f-]{36}-)version"[^>]*value="(\d+)"', page
    )
    assert name
    answer = {f"{name[1]}version": name[2], f"{name[1]}answer": "We listened again together."}
    address = f"/centre/objections/{name[1][7:-1]}"

    claimed = assessor.post(address, data={**answer, f"{name[1]}outcome": "corrected"})
    upheld = assessor.post(address, data={**answer, f"{name[1]}outcome": "upheld"})
    again = assessor.post(address, data={**answer, f"{name[1]}outcome": "upheld"})

    assert empty.status_code == 422
    assert "Write what the candidate objects to." in empty.text
    assert "Objection open" in waiting
    assert claimed.status_code == 422
    assert "Sign the correction first" in claimed.text
    assert upheld.status_code == 303
    assert again.status_code == 409
    assert "We listened again together." in assessor.get(f"/centre/results/{result.id}").text


def test_the_files_of_a_result_are_given_and_noted(app: Any, world: World, signing_keys: None) -> None:
    sitting_id = scored_sitting(world)
    assessor = browser_of(app, world, "assessor")
    recommend(assessor, sitting_id)
    sign(assessor, sitting_id)
    [result] = signed_results(world)

    pdf = assessor.get(f"/centre/results/{result.id}/result.pdf")
    envelope = assessor.get(f"/centre/results/{result.id}/result.json")

    assert pdf.data.startswith(b"%PDF-")
    assert json.loads(envelope.data)["document"]["result_id"] == str(result.id)
    with world.database.reading() as session:
        noted = session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "result_downloaded")).all()
        assert [entry.details["file"] for entry in noted] == ["pdf", "json"]


@pytest.mark.parametrize("who", ["other_assessor", "authority_officer", "test_administrator", "centre_lead"])
def test_only_assessors_of_the_centre_recommend_and_sign(app: Any, world: World, who: str) -> None:
    sitting_id = scored_sitting(world)
    stranger = browser_of(app, world, who)
    refused = {404} if who == "other_assessor" else {403}

    answers = [
        stranger.post(f"/centre/sittings/{sitting_id}/placement", data={"track": "integration-basic"}),
        stranger.get(f"/centre/sittings/{sitting_id}/preview"),
        stranger.get(f"/centre/sittings/{sitting_id}/preview.pdf"),
        stranger.post(f"/centre/sittings/{sitting_id}/sign"),
    ]

    assert {answer.status_code for answer in answers} == refused


def test_another_centre_sees_no_result_of_this_one(app: Any, world: World, signing_keys: None) -> None:
    sitting_id = scored_sitting(world)
    recommend(browser_of(app, world, "assessor"), sitting_id)
    sign(browser_of(app, world, "assessor"), sitting_id)
    [result] = signed_results(world)
    stranger = browser_of(app, world, "other_assessor")

    answers = [
        stranger.get(f"/centre/results/{result.id}{end}") for end in ("", "/result.pdf", "/result.json")
    ]

    assert {answer.status_code for answer in answers} == {404}
    assert "Testinen" not in stranger.get("/centre/results").text


def test_a_recommendation_without_a_form_token_is_refused(app: Any, world: World) -> None:
    sitting_id = scored_sitting(world)
    browser = browser_of(app, world, "assessor")
    app.config["WTF_CSRF_ENABLED"] = True

    page = browser.post(f"/centre/sittings/{sitting_id}/placement", data={"track": "integration-basic"})

    assert page.status_code == 400


def test_the_suggestion_is_stored_as_shown_and_only_when_it_changed(app: Any, world: World) -> None:
    sitting_id = scored_sitting(world)
    assessor = browser_of(app, world, "assessor")

    recommend(assessor, sitting_id)
    recommend(assessor, sitting_id, reason="Another reason for the same.")

    with world.database.reading() as session:
        [stored] = session.scalars(sa.select(StoredSuggestion)).all()
        assert stored.outcome["module"] == "M2"
        assert stored.evidence["speaking"] == {"state": "taken", "level": "A1.2"}
        assert len(session.scalars(sa.select(Recommendation)).all()) == 2
