"""Versions of the texts of letters: written, checked, reviewed, approved, one in use at a time."""

import pytest

from testing_app.errors import Conflict, Invalid, NotAllowed, NotFound
from testing_app.letters.shipped import approve_shipped, shipped_messages
from testing_app.people.contact_languages import APPROVED_AS_SHIPPED, LETTER_LANGUAGES
from testing_app.people.models import AccountRole
from testing_app.vocabulary import LetterKind, Role, WordingState
from testing_app.wording import actions, queries
from testing_app.wording.checking import problems_of
from tests.world import NOW, World

KIND = LetterKind.NO_SHOW


def begun(session, world: World, language="uk"):
    return actions.begin_draft(
        session,
        KIND,
        language=language,
        messages=shipped_messages(KIND, language),
        by=world.act(Role.ADMINISTRATOR),
        now=NOW,
    )


def approved(session, world: World, reviewed_by="Олена Коваль"):
    by = world.act(Role.ADMINISTRATOR)
    draft = begun(session, world)
    actions.send_to_review(session, draft.id, version=draft.version, by=by, now=NOW)
    return actions.approve(session, draft.id, version=draft.version, reviewed_by=reviewed_by, by=by, now=NOW)


@pytest.mark.parametrize(
    ("source", "text", "codes"),
    [
        ("Hello %(name)s", "Вітаю %(name)s", []),
        ("Hello %(name)s", "Вітаю", ["placeholders_differ"]),
        ("Hello %(name)s", "%(name)s %(name)s", ["placeholders_differ"]),
        ("Hello %(name)s", "Вітаю %(nimi)s", ["placeholders_differ"]),
        ("Room", "100 % кімната", ["stray_percent"]),
        ("Room", "<b>Кімната</b> %(name)s", ["placeholders_differ", "markup"]),
        ("Room", "Кімната &amp; зала", ["markup"]),
        ("Room", "Кімната\u202e", ["control_characters"]),
        ("Room", "к" * 1001, ["wording_too_long"]),
        ("Room", " ", []),
    ],
)
def test_all_that_is_wrong_with_a_text_is_found_at_once(source, text, codes):
    assert problems_of({source: text}).get(source, []) == codes


def test_a_text_may_be_missing_until_review():
    assert problems_of({"Room": ""}, complete=True) == {"Room": ["text_missing"]}


def test_one_version_is_open_and_one_is_in_use_at_a_time(world: World):
    with world.database.transaction() as session:
        first = approved(session, world)
        second = begun(session, world)
        again = begun(session, world)
        assert again.id == second.id
        assert queries.words_for(session, KIND).numbers == {"uk": 1}

        by = world.act(Role.ADMINISTRATOR)
        actions.send_to_review(session, second.id, version=second.version, by=by, now=NOW)
        actions.approve(session, second.id, version=second.version, reviewed_by="Олена", by=by, now=NOW)

        assert queries.words_for(session, KIND).numbers == {"uk": 2}
        assert first.state is WordingState.RETIRED
        assert [row.number for row in queries.versions_of(session, KIND, language="uk", viewer=by)] == [2, 1]


def test_a_version_that_was_approved_never_changes(world: World):
    by = world.act(Role.ADMINISTRATOR)
    with world.database.transaction() as session:
        wording = approved(session, world)

        for change in (actions.send_to_review, actions.take_back, actions.discard):
            with pytest.raises(Conflict, match="wording_in_another_state"):
                change(session, wording.id, version=wording.version, by=by, now=NOW)
        with pytest.raises(Conflict, match="wording_in_another_state"):
            actions.save_draft(
                session, wording.id, version=wording.version, messages={"Room": "x"}, by=by, now=NOW
            )


def test_an_approval_names_the_native_reader(world: World):
    with world.database.transaction() as session, pytest.raises(Invalid) as refusal:
        approved(session, world, reviewed_by="  ")

    assert refusal.value.problems == {"reviewed_by": ["reviewer_missing"]}


def test_another_administrator_approves_where_there_is_one(world: World):
    with world.database.transaction() as session:
        other = world.act(Role.ASSESSOR)
        session.add(AccountRole(account_id=other.account_id, role=Role.ADMINISTRATOR))

    with world.database.transaction() as session, pytest.raises(NotAllowed, match="approved_by_its_editor"):
        approved(session, world)


def test_a_change_made_meanwhile_is_a_conflict(world: World):
    by = world.act(Role.ADMINISTRATOR)
    with world.database.transaction() as session:
        draft = begun(session, world)
        old = draft.version
        actions.save_draft(
            session, draft.id, version=old, messages={**draft.messages, "Room": "Зала"}, by=by, now=NOW
        )

        with pytest.raises(Conflict, match="wording_changed_meanwhile"):
            actions.save_draft(session, draft.id, version=old, messages={}, by=by, now=NOW)


def test_only_administrators_see_or_change_texts(world: World):
    officer = world.act(Role.AUTHORITY_OFFICER)
    with world.database.transaction() as session:
        draft = begun(session, world)

        with pytest.raises(NotFound):
            queries.get_wording(session, draft.id, viewer=officer)
        with pytest.raises(NotFound):
            queries.versions_of(session, KIND, language="uk", viewer=officer)
        with pytest.raises(NotFound):
            actions.begin_draft(session, KIND, language="uk", messages={}, by=officer, now=NOW)


def test_every_shipped_draft_can_be_approved_in_one_go(world: World):
    by = world.act(Role.ADMINISTRATOR)
    drafts = len(LETTER_LANGUAGES) - len(APPROVED_AS_SHIPPED)

    with world.database.transaction() as session:
        counted = approve_shipped(session, reviewed_by="Käännöstoimisto", by=by, now=NOW)
        again = approve_shipped(session, reviewed_by="Käännöstoimisto", by=by, now=NOW)
        words = queries.words_for(session, LetterKind.RESULT)

    assert counted == drafts * len(LetterKind)
    assert again == 0
    assert set(words.approved) == set(LETTER_LANGUAGES) - set(APPROVED_AS_SHIPPED)
