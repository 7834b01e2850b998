"""Whatever planners do in whatever order, one rule set judges every day, and a past day keeps its own."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule
from sqlalchemy.orm import Session

from testing_app.audit.actions import AUDIT_KEY
from testing_app.clock import local
from testing_app.errors import ProductError
from testing_app.people.models import Account, AccountRole, Organisation
from testing_app.people.sign_in import actor_of
from testing_app.rule_sets.actions import (
    DraftToPropose,
    NamedRuleSet,
    Proposal,
    approve_activation,
    cancel_activation,
    change_draft,
    delete_draft,
    draft_rule_set,
    propose_activation,
    refuse_activation,
    withdraw_proposal,
)
from testing_app.rule_sets.models import RuleSetActivation, RuleSetText
from testing_app.rule_sets.queries import activations_of, rule_set_for
from testing_app.schema import METADATA
from testing_app.vocabulary import ActivationState, OrganisationKind, Role, TestedLanguage
from tests.rule_sets.making import SHIPPED, no_findings, text_of
from tests.world import NOW

FIRST_DAY = local(NOW).date()
DAYS_AHEAD = 7
Named = tuple[str, int]
Judges = dict[tuple[UUID, TestedLanguage, date], Named]


class PlannersAtWork(RuleBasedStateMachine):
    """Three planners of one authority and one of another; days go by between what they do."""

    drafts = Bundle("drafts")
    proposals = Bundle("proposals")
    people = st.integers(0, 3)

    def __init__(self) -> None:
        super().__init__()
        engine = sa.create_engine("sqlite://", poolclass=sa.StaticPool)
        METADATA.create_all(engine)
        self.session = Session(engine, info={AUDIT_KEY: b"key"})
        self.now = NOW
        self.written = 0
        self.sealed: dict[UUID, str] = {}
        self.past: Judges = {}
        self.houses = [self.house("Ours"), self.house("Theirs")]
        self.planners = [self.planner(number, self.houses[number == 3]) for number in range(4)]

    def house(self, name: str) -> UUID:
        kind = OrganisationKind.EMPLOYMENT_AUTHORITY
        made = Organisation(kind=kind, name=name, valid_from=date(2025, 1, 1))
        self.session.add(made)
        self.session.flush()
        return made.id

    def planner(self, number: int, house: UUID) -> object:
        account = Account(
            organisation_id=house, email=f"{number}@example.org", name=f"P{number}", created_at=NOW
        )
        account.role_rows.append(AccountRole(role=Role.COURSE_PLANNER))
        self.session.add(account)
        self.session.flush()
        return actor_of(account)

    def tries(self, change: Callable[[], object]) -> object:
        """What a view does: all of it, or nothing when the product refuses."""
        try:
            with self.session.begin_nested():
                return change()
        except ProductError:
            return None

    @rule(target=drafts, who=people, set_id=st.sampled_from(["ours", "ours", "theirs", "broken"]))
    def draft(self, who: int, set_id: str) -> Any:
        self.written += 1
        text = "# broken" if set_id == "broken" else text_of(set_id, self.written)
        made = self.tries(lambda: draft_rule_set(self.session, text, by=self.planners[who], now=self.now))
        return made.id if isinstance(made, RuleSetText) else multiple()

    @rule(draft=drafts, who=people, throw_away=st.booleans())
    def edit(self, draft: UUID, who: int, throw_away: bool) -> None:
        row = self.session.get(RuleSetText, draft)
        if row is None:
            return
        self.written += 1
        act = {"version": row.version, "by": self.planners[who], "now": self.now}
        if throw_away:
            self.tries(lambda: delete_draft(self.session, row.id, **act))
        else:
            self.tries(lambda: change_draft(self.session, row.id, text_of("ours", self.written), **act))

    @rule(target=proposals, draft=drafts, who=people, days=st.integers(0, 3))
    def propose_own(self, draft: UUID, who: int, days: int) -> Any:
        row = self.session.get(RuleSetText, draft)
        if row is None:
            return multiple()
        return self.propose(DraftToPropose(draft_id=row.id, version=row.version), who, days)

    @rule(target=proposals, who=people, days=st.integers(0, 3))
    def propose_shipped(self, who: int, days: int) -> Any:
        return self.propose(SHIPPED, who, days)

    def propose(self, wanted: DraftToPropose | NamedRuleSet, who: int, days: int) -> Any:
        proposal = Proposal(
            rule_set=wanted, language_tested=TestedLanguage.FINNISH, starts_on=self.today(days)
        )
        made = self.tries(
            lambda: propose_activation(
                self.session, proposal, check=no_findings, by=self.planners[who], now=self.now
            )
        )
        return made.id if isinstance(made, RuleSetActivation) else multiple()

    @rule(proposal=proposals, who=people)
    def approve(self, proposal: UUID, who: int) -> None:
        self.decide(proposal, who, approve_activation)

    @rule(proposal=proposals, who=people, decide=st.sampled_from([refuse_activation, withdraw_proposal]))
    def say_no(self, proposal: UUID, who: int, decide: Callable[..., object]) -> None:
        self.decide(proposal, who, decide)

    @rule(proposal=proposals, who=people)
    def stop(self, proposal: UUID, who: int) -> None:
        row = self.session.get_one(RuleSetActivation, proposal)
        before, had_begun = row.state, row.starts_on <= self.today()
        self.decide(proposal, who, cancel_activation, version=row.version)

        if had_begun or who == 3:
            assert row.state is before

    def decide(self, proposal: UUID, who: int, decide: Callable[..., object], *, version: int = 1) -> None:
        act = {"version": version, "note": "Because.", "by": self.planners[who], "now": self.now}
        self.tries(lambda: decide(self.session, proposal, **act))

    @rule(days=st.integers(1, 2))
    def time_passes(self, days: int) -> None:
        self.past |= {key: named for key, named in self.judges().items() if key[2] <= self.today()}
        self.now += timedelta(days=days)

    @invariant()
    def every_day_has_one_rule_set_and_past_days_keep_theirs(self) -> None:
        judges = self.judges()

        assert all(judges.values())
        assert {key: judges.get(key, named) for key, named in self.past.items()} == self.past

    @invariant()
    def what_was_sealed_never_changes(self) -> None:
        rows = self.session.scalars(sa.select(RuleSetText).where(RuleSetText.sealed_at.is_not(None)))
        now_sealed = {row.id: row.text for row in rows}

        assert {id: now_sealed.get(id) for id in self.sealed} == self.sealed
        self.sealed = now_sealed

    @invariant()
    def nobody_approved_what_they_proposed_or_wrote(self) -> None:
        for row in activations_of(self.session, viewer=self.planners[0]):
            if row.state is ActivationState.APPROVED or row.cancellation:
                assert row.decided_by_id != row.proposed_by_id
                assert row.text is None or row.decided_by_id != row.text.changed_by_id
                assert row.decided_at is not None
                assert row.starts_on > local(row.decided_at).date()

    def judges(self) -> Judges:
        """The rule set in force on every day there was or will soon be, and today for all the others."""
        ours, theirs = self.houses
        ahead = (self.today() - FIRST_DAY).days + DAYS_AHEAD
        days = [FIRST_DAY + timedelta(days=number) for number in range(ahead)]
        asked = [(ours, TestedLanguage.FINNISH, day) for day in days]
        asked += [
            (ours, TestedLanguage.SWEDISH, self.today()),
            (theirs, TestedLanguage.FINNISH, self.today()),
        ]
        return {key: self.judge(*key) for key in asked}

    def judge(self, house: UUID, language: TestedLanguage, on: date) -> Named:
        found = rule_set_for(self.session, authority_id=house, language_tested=language, on=on)
        return found.id, found.version

    def today(self, days: int = 0) -> date:
        moment: datetime = self.now
        return local(moment).date() + timedelta(days=days)

    def teardown(self) -> None:
        self.session.close()


PlannersAtWork.TestCase.settings = settings(max_examples=12, stateful_step_count=25)
test_any_history_of_planners = PlannersAtWork.TestCase
