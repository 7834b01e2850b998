"""Consents: given in a language, in force until withdrawn, seen only by the candidate's authorities."""

import pytest

from testing_app.errors import Conflict, NotFound
from testing_app.people.consents import consents_of, give_consents, scopes_in_force, withdraw_consent
from testing_app.vocabulary import ConsentScope, Role
from tests.world import NOW, TODAY, World

NOTES, LIFE = ConsentScope.INTERVIEW_NOTES, ConsentScope.LIFE_SITUATION


def test_a_scope_is_in_force_until_it_is_withdrawn(world: World):
    officer = world.act(Role.AUTHORITY_OFFICER)
    with world.database.transaction() as session:
        candidate = world.add_candidate(session)
        given = give_consents(
            session, candidate.id, scopes={NOTES, LIFE}, language="ar", signed_on=TODAY, by=officer, now=NOW
        )
        assert scopes_in_force(session, candidate.id) == {NOTES, LIFE}

        withdraw_consent(session, next(c for c in given if c.scope is LIFE).id, by=officer, now=NOW)

        assert scopes_in_force(session, candidate.id) == {NOTES}
        assert len(consents_of(session, candidate.id, viewer=officer)) == 2


def test_a_scope_signed_again_stays_as_it_was_first_signed(world: World):
    officer = world.act(Role.AUTHORITY_OFFICER)
    with world.database.transaction() as session:
        candidate = world.add_candidate(session)
        for language in ("ar", "fi"):
            give_consents(
                session, candidate.id, scopes={NOTES}, language=language, signed_on=TODAY, by=officer, now=NOW
            )

        assert [consent.language for consent in consents_of(session, candidate.id, viewer=officer)] == ["ar"]


def test_a_withdrawn_scope_can_be_given_anew_but_not_withdrawn_twice(world: World):
    officer = world.act(Role.AUTHORITY_OFFICER)
    with world.database.transaction() as session:
        candidate = world.add_candidate(session)
        [first] = give_consents(
            session, candidate.id, scopes={NOTES}, language="ar", signed_on=TODAY, by=officer, now=NOW
        )
        withdraw_consent(session, first.id, by=officer, now=NOW)
        with pytest.raises(Conflict, match="consent_already_withdrawn"):
            withdraw_consent(session, first.id, by=officer, now=NOW)

        give_consents(
            session, candidate.id, scopes={NOTES}, language="fi", signed_on=TODAY, by=officer, now=NOW
        )

        assert scopes_in_force(session, candidate.id) == {NOTES}


def test_another_authority_neither_sees_nor_touches_consents(world: World):
    officer, stranger = world.act(Role.AUTHORITY_OFFICER), world.act("other_officer")
    with world.database.transaction() as session:
        candidate = world.add_candidate(session)
        [consent] = give_consents(
            session, candidate.id, scopes={NOTES}, language="ar", signed_on=TODAY, by=officer, now=NOW
        )

        with pytest.raises(NotFound):
            consents_of(session, candidate.id, viewer=stranger)
        with pytest.raises(NotFound):
            withdraw_consent(session, consent.id, by=stranger, now=NOW)
        assert scopes_in_force(session, candidate.id) == {NOTES}
