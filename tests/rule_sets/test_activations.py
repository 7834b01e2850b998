"""A rule set judges from a day on when one planner has proposed it and another has approved it."""

from datetime import date
from threading import Barrier, Thread
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from testing_app.actor import Actor
from testing_app.audit.models import AuditEntry
from testing_app.errors import Conflict, Invalid, NotAllowed, NotFound, ProductError
from testing_app.people.models import Account, AccountRole
from testing_app.people.sign_in import actor_of
from testing_app.persistence.database import Database
from testing_app.rule_sets.actions import (
    NamedRuleSet,
    Proposal,
    approve_activation,
    change_draft,
    propose_activation,
    refuse_activation,
    withdraw_proposal,
)
from testing_app.rule_sets.queries import activations_of, get_activation
from testing_app.vocabulary import ActivationState, Role, TestedLanguage
from tests.rule_sets.making import (
    LATER,
    SHIPPED,
    TOMORROW,
    approved,
    drafted,
    no_findings,
    of_draft,
    of_named,
    one_finding,
    proposed,
    text_of,
)
from tests.world import NOW, TODAY, World

PLANNER, SECOND = Role.COURSE_PLANNER, "second_planner"


def test_a_second_planner_approves(database: Database, world: World) -> None:
    with database.transaction() as session:
        activation = proposed(session, of_draft(drafted(session, world.act(PLANNER))), world.act(PLANNER))

        approved(session, activation, world.act(SECOND))

        assert activation.state is ActivationState.APPROVED
        assert activation.decided_by_id == world.act(SECOND).account_id


def test_nobody_approves_their_own_proposal(database: Database, world: World) -> None:
    with database.transaction() as session:
        activation = proposed(session, of_draft(drafted(session, world.act(SECOND))), world.act(PLANNER))

        with pytest.raises(NotAllowed) as refusal:
            approved(session, activation, world.act(PLANNER))

        assert refusal.value.code == "second_person_needed"


def test_nobody_approves_the_text_they_changed_last(database: Database, world: World) -> None:
    with database.transaction() as session:
        draft = drafted(session, world.act(PLANNER))
        change_draft(
            session, draft.id, text_of("ours", 2), version=draft.version, by=world.act(SECOND), now=NOW
        )
        activation = proposed(session, of_draft(draft), world.act(PLANNER))

        with pytest.raises(NotAllowed) as refusal:
            approved(session, activation, world.act(SECOND))

        assert refusal.value.code == "second_person_needed"


def test_the_database_itself_wants_a_second_person(database: Database, world: World) -> None:
    with database.transaction() as session:
        proposed(session, of_named(SHIPPED), world.act(PLANNER))

    with pytest.raises(sa.exc.IntegrityError), database.transaction() as session:
        session.execute(
            sa.text(
                "UPDATE rule_set_activations"
                " SET state = 'approved', decided_by_id = proposed_by_id, decided_at = proposed_at"
            )
        )


def test_somebody_of_the_authority_who_is_no_planner_decides_nothing(
    database: Database, world: World
) -> None:
    officer = world.act(Role.AUTHORITY_OFFICER)
    with database.transaction() as session:
        activation = proposed(session, of_named(SHIPPED), world.act(PLANNER))

        for decide in (approve_activation, refuse_activation, withdraw_proposal):
            with pytest.raises(NotAllowed):
                decide(session, activation.id, version=1, note="No.", by=officer, now=NOW)
        with pytest.raises(NotAllowed):
            proposed(session, of_named(SHIPPED, starts_on=LATER), officer)


def test_another_authority_sees_and_decides_nothing(database: Database, world: World) -> None:
    stranger = world.act("other_planner")
    with database.transaction() as session:
        draft = drafted(session, world.act(PLANNER))
        activation = proposed(session, of_draft(draft), world.act(PLANNER))

        assert activations_of(session, viewer=stranger) == []
        with pytest.raises(NotFound):
            get_activation(session, activation.id, viewer=stranger)
        for decide in (approve_activation, refuse_activation, withdraw_proposal):
            with pytest.raises(NotFound):
                decide(session, activation.id, version=1, note="No.", by=stranger, now=NOW)
        with pytest.raises(NotFound):
            proposed(session, of_draft(draft), stranger)
        with pytest.raises(Invalid):
            proposed(session, of_named(NamedRuleSet(rule_set_id="ours", number=1)), stranger)


@pytest.mark.parametrize("starts_on", [TODAY, date(2026, 3, 1)], ids=["today", "a past day"])
def test_no_rule_set_starts_on_a_day_that_has_begun(
    database: Database, world: World, starts_on: date
) -> None:
    with database.transaction() as session, pytest.raises(Invalid) as refusal:
        proposed(session, of_named(SHIPPED, starts_on=starts_on), world.act(PLANNER))

    assert refusal.value.problems == {"starts_on": ["starts_after_today"]}


def test_a_proposal_nobody_decided_on_in_time_cannot_be_approved(database: Database, world: World) -> None:
    with database.transaction() as session:
        activation = proposed(session, of_named(SHIPPED), world.act(PLANNER))

        with pytest.raises(Conflict) as refusal:
            approve_activation(
                session, activation.id, version=1, by=world.act(SECOND), now=NOW.replace(day=13)
            )

        assert refusal.value.code == "start_has_passed"


def test_every_problem_of_a_proposal_is_told_at_once(database: Database, world: World) -> None:
    wrong = Proposal(
        rule_set=SHIPPED,
        language_tested=TestedLanguage.SWEDISH,
        starts_on=date(2020, 1, 1),
        note="x" * 2001,
    )

    with database.transaction() as session, pytest.raises(Invalid) as refusal:
        proposed(session, wrong, world.act(PLANNER))

    assert set(refusal.value.problems) == {"starts_on", "language_tested", "note"}
    assert refusal.value.problems["starts_on"] == ["starts_after_today", "rule_set_not_valid_then"]


@pytest.mark.parametrize(
    ("text", "code"),
    [("id = 'ours'\nversion = 1\n", "rule_set_unreadable"), ("not TOML", "rule_set_unreadable")],
)
def test_a_draft_with_problems_cannot_be_proposed_and_stays_open(
    database: Database, world: World, text: str, code: str
) -> None:
    with database.transaction() as session:
        draft = drafted(session, world.act(PLANNER), text=text)

        with pytest.raises(Invalid) as refusal:
            proposed(session, of_draft(draft), world.act(PLANNER))

        assert refusal.value.problems == {"rule_set": [code]}
        assert not draft.is_sealed


def test_a_draft_whose_check_finds_something_cannot_be_proposed(database: Database, world: World) -> None:
    with database.transaction() as session:
        draft = drafted(session, world.act(PLANNER))

        with pytest.raises(Invalid) as refusal:
            propose_activation(session, of_draft(draft), check=one_finding, by=world.act(PLANNER), now=NOW)

        assert refusal.value.problems == {"rule_set": ["rule_set_has_findings"]}
        assert not draft.is_sealed


def test_a_draft_that_changed_since_it_was_shown_is_not_proposed(database: Database, world: World) -> None:
    with database.transaction() as session:
        draft = drafted(session, world.act(PLANNER))
        shown = of_draft(draft)
        change_draft(
            session, draft.id, text_of("ours", 2), version=draft.version, by=world.act(SECOND), now=NOW
        )

        with pytest.raises(Conflict) as refusal:
            proposed(session, shown, world.act(PLANNER))

        assert refusal.value.code == "changed_meanwhile"


def test_the_same_proposal_stands_open_once(database: Database, world: World) -> None:
    with database.transaction() as session:
        proposed(session, of_named(SHIPPED), world.act(PLANNER))

    with pytest.raises(Conflict) as refusal, database.transaction() as session:
        proposed(session, of_named(SHIPPED), world.act(SECOND))

    assert refusal.value.code == "already_proposed"


def test_a_refused_version_can_be_proposed_again_for_another_day(database: Database, world: World) -> None:
    planner, second = world.act(PLANNER), world.act(SECOND)
    with database.transaction() as session:
        draft = drafted(session, planner)
        first = proposed(session, of_draft(draft), planner)
        refuse_activation(session, first.id, version=1, note="Not before April.", by=second, now=NOW)

        again = proposed(
            session, of_named(NamedRuleSet(rule_set_id="ours", number=1), starts_on=LATER), planner
        )
        approved(session, again, second)

        assert [(row.state.value, row.text_id) for row in activations_of(session, viewer=planner)] == [
            ("approved", draft.id),
            ("refused", draft.id),
        ]


def test_a_refusal_says_why_and_is_not_for_ones_own_proposal(database: Database, world: World) -> None:
    with database.transaction() as session:
        activation = proposed(session, of_named(SHIPPED), world.act(PLANNER))

        with pytest.raises(Invalid):
            refuse_activation(session, activation.id, version=1, note=" ", by=world.act(SECOND), now=NOW)
        with pytest.raises(NotAllowed):
            refuse_activation(session, activation.id, version=1, note="No.", by=world.act(PLANNER), now=NOW)
        with pytest.raises(NotAllowed):
            withdraw_proposal(session, activation.id, version=1, by=world.act(SECOND), now=NOW)

        withdraw_proposal(session, activation.id, version=1, by=world.act(PLANNER), now=NOW)
        assert activation.state is ActivationState.WITHDRAWN


def test_what_was_decided_once_is_decided(database: Database, world: World) -> None:
    planner, second = world.act(PLANNER), world.act(SECOND)
    with database.transaction() as session:
        activation = approved(session, proposed(session, of_named(SHIPPED), planner), second)

        for decide, by in (
            (approve_activation, second),
            (refuse_activation, second),
            (withdraw_proposal, planner),
        ):
            with pytest.raises(Conflict) as refusal:
                decide(session, activation.id, version=activation.version, note="No.", by=by, now=NOW)
            assert refusal.value.code == "proposal_already_decided"


def test_of_two_who_decide_at_once_one_decides(database: Database, world: World) -> None:
    with database.transaction() as session:
        activation_id = proposed(session, of_named(SHIPPED), world.act(PLANNER)).id
        third = third_planner(session, world)
    outcomes: list[str] = []
    together = Barrier(2)
    deciders = [
        Thread(target=decide_at_once, args=(database, activation_id, by, together, outcomes))
        for by in (world.act(SECOND), third)
    ]

    for decider in deciders:
        decider.start()
    for decider in deciders:
        decider.join(timeout=60)

    assert sorted(outcomes) == ["approved", "proposal_already_decided"]
    with database.reading() as session:
        decisions = sa.select(sa.func.count()).where(AuditEntry.action == "activation_approved")
        assert session.scalar(decisions) == 1


def decide_at_once(
    database: Database, activation_id: UUID, by: Actor, together: Barrier, outcomes: list[str]
) -> None:
    together.wait(timeout=30)
    try:
        with database.transaction() as session:
            approve_activation(session, activation_id, version=1, by=by, now=NOW)
        outcomes.append("approved")
    except ProductError as refusal:
        outcomes.append(refusal.code)


def third_planner(session: Any, world: World) -> Actor:
    account = Account(
        organisation_id=world.authority,
        email="third@example.org",
        name="Third",
        language="en",
        created_at=NOW,
    )
    account.role_rows.append(AccountRole(role=PLANNER))
    session.add(account)
    session.flush()
    session.refresh(account)
    return actor_of(account)


def test_the_check_is_asked_once_for_each_text(database: Database, world: World) -> None:
    asked: list[str] = []

    def check(rule_set: Any) -> list[object]:
        asked.append(rule_set.id)
        return []

    with database.transaction() as session:
        draft = drafted(session, world.act(PLANNER), text=text_of("asked-once", 1))
        for day in (TOMORROW, LATER):
            propose_activation(
                session, of_draft(draft, starts_on=day), check=check, by=world.act(PLANNER), now=NOW
            )

    assert asked == ["asked-once"]


def test_every_decision_leaves_its_entry(database: Database, world: World) -> None:
    planner, second = world.act(PLANNER), world.act(SECOND)
    with database.transaction() as session:
        for day, decide, by in (
            (13, approve_activation, second),
            (14, refuse_activation, second),
            (15, withdraw_proposal, planner),
        ):
            activation = propose_activation(
                session,
                of_named(SHIPPED, starts_on=date(2026, 3, day)),
                check=no_findings,
                by=planner,
                now=NOW,
            )
            decide(session, activation.id, version=1, note="Because.", by=by, now=NOW)

    with database.reading() as session:
        entries = session.scalars(sa.select(AuditEntry).order_by(AuditEntry.sequence)).all()
        assert [entry.action.removeprefix("activation_") for entry in entries] == [
            "proposed",
            "approved",
            "proposed",
            "refused",
            "proposed",
            "withdrawn",
        ]
        assert entries[0].details == {
            "rule_set": "fi-koto-2022",
            "version": 1,
            "language_tested": "fi",
            "starts_on": "2026-03-13",
        }
