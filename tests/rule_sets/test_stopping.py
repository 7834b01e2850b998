"""An approved change that has not begun can be stopped by any planner of the authority, by nobody else."""

from datetime import date

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.audit.models import AuditEntry
from testing_app.errors import Conflict, Invalid, NotAllowed, NotFound
from testing_app.persistence.database import Database
from testing_app.rule_sets.actions import cancel_activation, withdraw_proposal
from testing_app.rule_sets.models import RuleSetActivation
from testing_app.rule_sets.queries import get_activation, rule_set_for
from testing_app.vocabulary import ActivationState, Role, TestedLanguage
from tests.rule_sets.making import LATER, TOMORROW, approved, drafted, named, of_draft, of_named, proposed
from tests.world import NOW, World

PLANNER, SECOND = Role.COURSE_PLANNER, "second_planner"


def approved_change(session: Session, world: World, *, starts_on: date = LATER) -> RuleSetActivation:
    draft = drafted(session, world.act(PLANNER))
    activation = proposed(session, of_draft(draft, starts_on=starts_on), world.act(PLANNER))
    return approved(session, activation, world.act(SECOND))


def judge(session: Session, world: World, on: date) -> str:
    return rule_set_for(
        session, authority_id=world.authority, language_tested=TestedLanguage.FINNISH, on=on
    ).id


@pytest.mark.parametrize("who", [PLANNER, SECOND], ids=["who proposed it", "who approved it"])
def test_either_of_the_two_stops_it_alone_and_both_stay_on_record(
    database: Database, world: World, who: Role | str
) -> None:
    with database.transaction() as session:
        activation = approved_change(session, world)
        assert judge(session, world, LATER) == "ours"

        cancel_activation(
            session,
            activation.id,
            version=activation.version,
            note=" A mistake. ",
            by=world.act(who),
            now=NOW,
        )

        assert judge(session, world, LATER) == "fi-koto-2022"
    with database.reading() as session:
        kept = get_activation(session, activation.id, viewer=world.act(PLANNER))
        assert kept.state is ActivationState.WITHDRAWN
        assert (kept.proposed_by_id, kept.decided_by_id) == (
            world.act(PLANNER).account_id,
            world.act(SECOND).account_id,
        )
        assert kept.cancellation is not None
        assert kept.cancellation.cancelled_by_id == world.act(who).account_id
        assert kept.cancellation.note == "A mistake."
        assert session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.sequence)).all()[-1] == (
            "activation_cancelled"
        )


def test_what_was_approved_before_judges_on(database: Database, world: World) -> None:
    with database.transaction() as session:
        approved_change(session, world, starts_on=TOMORROW)
        national = proposed(session, of_named(named("fi-koto-2022", 1), starts_on=LATER), world.act(PLANNER))
        approved(session, national, world.act(SECOND))

        cancel_activation(
            session, national.id, version=national.version, note="Not yet.", by=world.act(SECOND), now=NOW
        )

        assert judge(session, world, LATER) == "ours"


def test_a_change_that_has_begun_cannot_be_stopped(database: Database, world: World) -> None:
    with database.transaction() as session:
        activation = approved_change(session, world, starts_on=TOMORROW)

        with pytest.raises(Conflict) as refusal:
            cancel_activation(
                session,
                activation.id,
                version=activation.version,
                note="Too late.",
                by=world.act(PLANNER),
                now=NOW.replace(day=13),
            )

        assert refusal.value.code == "change_has_begun"
        assert judge(session, world, TOMORROW) == "ours"


def test_only_an_approved_change_can_be_stopped_and_only_once(database: Database, world: World) -> None:
    planner = world.act(PLANNER)
    with database.transaction() as session:
        open_one = proposed(session, of_named(named("jyvaskyla-2022", 1)), planner)
        withdrawn = proposed(session, of_named(named("jyvaskyla-2022", 1), starts_on=LATER), planner)
        withdraw_proposal(session, withdrawn.id, version=1, by=planner, now=NOW)
        stopped = approved_change(session, world)
        cancel_activation(
            session, stopped.id, version=stopped.version, note="A mistake.", by=planner, now=NOW
        )

        for row in (open_one, withdrawn, stopped):
            with pytest.raises(Conflict) as refusal:
                cancel_activation(session, row.id, version=row.version, note="No.", by=planner, now=NOW)
            assert refusal.value.code == "not_approved_now"


def test_stopping_needs_its_reason_and_the_page_as_it_is(database: Database, world: World) -> None:
    planner = world.act(PLANNER)
    with database.transaction() as session:
        activation = approved_change(session, world)

        with pytest.raises(Invalid) as silent:
            cancel_activation(
                session, activation.id, version=activation.version, note=" ", by=planner, now=NOW
            )
        with pytest.raises(Invalid) as long:
            cancel_activation(
                session, activation.id, version=activation.version, note="x" * 2001, by=planner, now=NOW
            )
        with pytest.raises(Conflict) as stale:
            cancel_activation(session, activation.id, version=1, note="No.", by=planner, now=NOW)

        assert silent.value.problems == {"note": ["say_why"]}
        assert long.value.problems == {"note": ["note_too_long"]}
        assert stale.value.code == "changed_meanwhile"
        assert activation.state is ActivationState.APPROVED


def test_nobody_else_stops_it(database: Database, world: World) -> None:
    with database.transaction() as session:
        activation = approved_change(session, world)
        act = {"version": activation.version, "note": "No.", "now": NOW}

        with pytest.raises(NotAllowed):
            cancel_activation(session, activation.id, by=world.act(Role.AUTHORITY_OFFICER), **act)
        with pytest.raises(NotFound):
            cancel_activation(session, activation.id, by=world.act("other_planner"), **act)


def test_the_same_rules_can_be_proposed_again_from_the_same_day(database: Database, world: World) -> None:
    with database.transaction() as session:
        activation = approved_change(session, world)
        cancel_activation(
            session, activation.id, version=activation.version, note="Wait.", by=world.act(PLANNER), now=NOW
        )

        again = proposed(session, of_named(named("ours", 1), starts_on=LATER), world.act(SECOND))

        assert again.state is ActivationState.PROPOSED
