"""Planners keep whatever they write, under names of their own, until it is proposed."""

from uuid import uuid4

import pytest
import sqlalchemy as sa

from testing_app.audit.models import AuditEntry
from testing_app.errors import Conflict, Invalid, NotAllowed, NotFound
from testing_app.persistence.database import Database
from testing_app.rule_sets.actions import change_draft, delete_draft, draft_rule_set
from testing_app.rule_sets.models import RuleSetText
from testing_app.rule_sets.queries import drafts_of, get_draft, next_number, sealed_texts_of
from testing_app.vocabulary import Role
from tests.rule_sets.making import drafted, of_draft, proposed, text_of
from tests.world import NOW, World

PLANNER = Role.COURSE_PLANNER


@pytest.mark.parametrize("text", ["", "this is = not = TOML", 'id = "ours"\n[[tables', "[" * 5000])
def test_a_text_with_problems_is_kept_as_it_is(database: Database, world: World, text: str) -> None:
    with database.transaction() as session:
        drafted(session, world.act(PLANNER), text=text)

    with database.reading() as session:
        assert [draft.text for draft in drafts_of(session, viewer=world.act(PLANNER))] == [text]


def test_a_draft_knows_its_name_even_while_its_text_is_broken(database: Database, world: World) -> None:
    with database.transaction() as session:
        draft = drafted(session, world.act(PLANNER), text='id = "ours"\nversion = 7\nname = {\n[tables]\n')

        assert (draft.rule_set_id, draft.number) == ("ours", 7)


def test_line_ends_of_a_browser_do_not_change_a_text(database: Database, world: World) -> None:
    by = world.act(PLANNER)
    with database.transaction() as session:
        draft = drafted(session, by)

        same = change_draft(
            session, draft.id, text_of().replace("\n", "\r\n"), version=draft.version, by=by, now=NOW
        )

        assert (same.version, "\r" in same.text) == (1, False)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (text_of("fi-koto-2022", 2), "rule_set_id_is_shipped"),
        ("x" * 200_001, "text_too_long"),
        ("a\0b", "text_not_storable"),
        ("a\ud800b", "text_not_storable"),
    ],
    ids=["a shipped name", "too long", "a NUL", "half a character"],
)
def test_a_text_that_cannot_be_kept_is_refused_with_a_reason(
    database: Database, world: World, text: str, code: str
) -> None:
    with pytest.raises(Invalid) as refusal, database.transaction() as session:
        drafted(session, world.act(PLANNER), text=text)

    assert refusal.value.problems == {"text": [code]}


def test_a_version_is_written_once(database: Database, world: World) -> None:
    with database.transaction() as session:
        drafted(session, world.act(PLANNER))

    with pytest.raises(Invalid) as refusal, database.transaction() as session:
        drafted(session, world.act(PLANNER))

    assert refusal.value.problems == {"text": ["rule_set_version_taken"]}


def test_two_drafts_may_both_lack_a_name(database: Database, world: World) -> None:
    with database.transaction() as session:
        for _time in range(2):
            drafted(session, world.act(PLANNER), text="# still empty\n")

        assert len(drafts_of(session, viewer=world.act(PLANNER))) == 2


def test_the_name_of_another_authority_is_theirs(database: Database, world: World) -> None:
    with database.transaction() as session:
        drafted(session, world.act("other_planner"), text=text_of("theirs", 1))

    with pytest.raises(Invalid) as refusal, database.transaction() as session:
        drafted(session, world.act(PLANNER), text=text_of("theirs", 2))

    assert refusal.value.problems == {"text": ["rule_set_id_taken"]}


def test_the_second_of_two_who_change_a_draft_at_once_is_told(database: Database, world: World) -> None:
    by = world.act(PLANNER)
    with database.transaction() as session:
        draft = drafted(session, by)
        seen = draft.version
        change_draft(session, draft.id, text_of("ours", 2), version=seen, by=by, now=NOW)

        with pytest.raises(Conflict) as refusal:
            change_draft(session, draft.id, text_of("ours", 3), version=seen, by=by, now=NOW)

        assert (refusal.value.code, draft.number) == ("changed_meanwhile", 2)


def test_a_draft_can_be_thrown_away_until_it_is_proposed(database: Database, world: World) -> None:
    by = world.act(PLANNER)
    with database.transaction() as session:
        delete_draft(session, (draft := drafted(session, by)).id, version=draft.version, by=by, now=NOW)
        kept = drafted(session, by)
        proposed(session, of_draft(kept), by)

        with pytest.raises(Conflict) as refusal:
            delete_draft(session, kept.id, version=kept.version, by=by, now=NOW)

        assert refusal.value.code == "rule_set_is_sealed"
        assert drafts_of(session, viewer=by) == []
        assert [text.id for text in sealed_texts_of(session, viewer=by)] == [kept.id]


def test_a_proposed_text_never_changes_again(database: Database, world: World) -> None:
    by = world.act(PLANNER)
    with database.transaction() as session:
        draft = drafted(session, by)
        proposed(session, of_draft(draft), by)

        with pytest.raises(Conflict) as refusal:
            change_draft(session, draft.id, text_of("ours", 2), version=draft.version, by=by, now=NOW)

        assert refusal.value.code == "rule_set_is_sealed"


@pytest.mark.parametrize("statement", ["UPDATE rule_set_texts SET text = ''", "DELETE FROM rule_set_texts"])
def test_the_database_itself_keeps_sealed_texts(database: Database, world: World, statement: str) -> None:
    with database.transaction() as session:
        draft = drafted(session, world.act(PLANNER))
        proposed(session, of_draft(draft), world.act(PLANNER))
        session.execute(sa.text("DELETE FROM rule_set_activations"))

    with pytest.raises(sa.exc.DatabaseError, match="never change"), database.transaction() as session:
        session.execute(sa.text(statement))


def test_another_organisation_sees_no_draft(database: Database, world: World) -> None:
    stranger = world.act("other_planner")
    with database.transaction() as session:
        draft = drafted(session, world.act(PLANNER))

        assert drafts_of(session, viewer=stranger) == []
        for find in (
            lambda: get_draft(session, draft.id, viewer=stranger),
            lambda: change_draft(session, draft.id, "", version=1, by=stranger, now=NOW),
            lambda: delete_draft(session, draft.id, version=1, by=stranger, now=NOW),
            lambda: get_draft(session, uuid4(), viewer=world.act(PLANNER)),
        ):
            with pytest.raises(NotFound):
                find()


@pytest.mark.parametrize("who", [Role.AUTHORITY_OFFICER, Role.ASSESSOR, Role.TRAINING_PROVIDER])
def test_only_planners_write_rules(database: Database, world: World, who: Role) -> None:
    with pytest.raises(NotAllowed), database.transaction() as session:
        draft_rule_set(session, text_of(), by=world.act(who), now=NOW)


def test_every_step_of_a_draft_leaves_its_entry(database: Database, world: World) -> None:
    by = world.act(PLANNER)
    with database.transaction() as session:
        draft = drafted(session, by)
        change_draft(session, draft.id, text_of("ours", 2), version=draft.version, by=by, now=NOW)
        delete_draft(session, draft.id, version=draft.version, by=by, now=NOW)

    with database.reading() as session:
        entries = session.scalars(sa.select(AuditEntry).order_by(AuditEntry.sequence)).all()
        assert [entry.action for entry in entries] == [
            "rule_set_drafted",
            "rule_set_changed",
            "rule_set_deleted",
        ]
        assert {(entry.subject_kind, entry.subject_id) for entry in entries} == {("rule_set", str(draft.id))}
        assert session.scalar(sa.select(sa.func.count()).select_from(RuleSetText)) == 0


def test_the_next_number_follows_the_shipped_and_the_written_versions(
    database: Database, world: World
) -> None:
    with database.transaction() as session:
        drafted(session, world.act(PLANNER), text=text_of("ours", 4))

        assert [next_number(session, id) for id in ("ours", "fi-koto-2022", "unheard-of")] == [5, 2, 1]
