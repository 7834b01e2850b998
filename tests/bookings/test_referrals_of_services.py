"""A guidance service refers: the authority it names and the service see that referral, and nobody else."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.bookings.actions import ReferralFacts, write_referral
from testing_app.bookings.actions.referrals import change_referral, facts_of
from testing_app.bookings.models import Booking, Referral
from testing_app.bookings.queries import get_booking, get_referral, referrals_of
from testing_app.errors import Conflict, NotFound
from testing_app.people.candidates.actions import let_authority_serve, register_candidate
from testing_app.people.candidates.facts import CandidateFacts
from testing_app.people.candidates.queries import get_candidate
from testing_app.vocabulary import AssessmentLength, Part, ReferralPurpose, Role, TestedLanguage
from tests.world import NOW, World

ASKED = CandidateFacts("Testinen", "Aino", None, "so", "so")


def facts(authority_id: UUID | None = None, **more: object) -> ReferralFacts:
    given: dict[str, object] = {"authority_id": authority_id, **more}
    return ReferralFacts(TestedLanguage.FINNISH, ReferralPurpose.FIRST_ASSESSMENT, **given)  # type: ignore[arg-type]


def referred(session: Session, world: World, by: Actor) -> Referral:
    candidate = register_candidate(session, ASKED, code=None, by=by, now=NOW)
    return write_referral(session, candidate.id, facts=facts(world.authority), by=by, now=NOW)


def test_the_service_and_the_authority_see_the_referral_and_others_do_not(world: World):
    adviser, officer = world.act(Role.ADVISER), world.act(Role.AUTHORITY_OFFICER)
    with world.database.transaction() as session:
        referral = referred(session, world, adviser)
        booking = Booking(
            occasion_id=world.add_occasion(session).id,
            referral_id=referral.id,
            candidate_id=referral.candidate_id,
            reserved_by_id=adviser.account_id,
            reserved_at=NOW,
        )
        session.add(booking)
        session.flush()

        assert (referral.authority_id, referral.service_id) == (world.authority, world.service)
        for viewer in (adviser, officer):
            assert get_referral(session, referral.id, viewer=viewer) is referral
            assert get_candidate(session, referral.candidate_id, viewer=viewer)
            assert get_booking(session, booking.id, viewer=viewer)
        for stranger in ("other_adviser", "other_officer"):
            with pytest.raises(NotFound):
                get_referral(session, referral.id, viewer=world.act(stranger))
            with pytest.raises(NotFound):
                get_candidate(session, referral.candidate_id, viewer=world.act(stranger))


def test_a_service_sees_nothing_that_the_authority_does_for_the_same_candidate(world: World):
    adviser, officer = world.act(Role.ADVISER), world.act(Role.AUTHORITY_OFFICER)
    with world.database.transaction() as session:
        referral = referred(session, world, adviser)
        swedish = ReferralFacts(TestedLanguage.SWEDISH, ReferralPurpose.RETEST)
        own = write_referral(session, referral.candidate_id, facts=swedish, by=officer, now=NOW)

        assert list(referrals_of(session, referral.candidate_id, viewer=adviser)) == [referral]
        assert set(referrals_of(session, referral.candidate_id, viewer=officer)) == {referral, own}


@pytest.mark.parametrize("named", ["service", "centre", "nobody"])
def test_a_service_must_name_an_employment_authority(world: World, named: str):
    adviser = world.act(Role.ADVISER)
    with world.database.transaction() as session:
        candidate = register_candidate(session, ASKED, code=None, by=adviser, now=NOW)

        with pytest.raises(NotFound, match="no_such_organisation"):
            write_referral(
                session, candidate.id, facts=facts(getattr(world, named, uuid4())), by=adviser, now=NOW
            )


def test_an_officer_cannot_refer_to_another_authority(world: World):
    officer = world.act(Role.AUTHORITY_OFFICER)
    with world.database.transaction() as session:
        candidate = world.add_candidate(session)

        referral = write_referral(
            session, candidate.id, facts=facts(world.other_authority), by=officer, now=NOW
        )

        assert (referral.authority_id, referral.service_id) == (world.authority, None)


def test_a_second_open_referral_of_another_house_is_told_without_an_address(world: World):
    adviser, other = world.act(Role.ADVISER), world.act("other_adviser")
    with world.database.transaction() as session:
        referral = referred(session, world, adviser)
        from_authority = ReferralFacts(TestedLanguage.FINNISH, ReferralPurpose.RETEST)
        with pytest.raises(Conflict, match="referral_already_open"):
            write_referral(
                session,
                referral.candidate_id,
                facts=from_authority,
                by=world.act(Role.AUTHORITY_OFFICER),
                now=NOW,
            )
        let_authority_serve(
            session, referral.candidate_id, authority_id=world.other_service, by=other, now=NOW
        )

        with pytest.raises(Conflict, match="referral_open_elsewhere"):
            write_referral(session, referral.candidate_id, facts=facts(world.authority), by=other, now=NOW)


def test_length_parts_and_field_are_kept_and_the_field_only_for_the_vocational_purpose(world: World):
    officer = world.act(Role.AUTHORITY_OFFICER)
    with world.database.transaction() as session:
        candidate = world.add_candidate(session)
        vocational = ReferralFacts(
            TestedLanguage.FINNISH,
            ReferralPurpose.VOCATIONAL,
            length=AssessmentLength.LONG,
            wanted_parts=(Part.LISTENING, Part.SPEAKING),
            vocational_field="health-and-welfare",
        )
        referral = write_referral(session, candidate.id, facts=vocational, by=officer, now=NOW)
        stored = facts_of(referral)

        changed = change_referral(
            session,
            referral.id,
            version=referral.version,
            facts=facts(vocational_field="health-and-welfare"),
            by=officer,
            now=NOW,
        )

        assert (stored.length, stored.vocational_field) == (AssessmentLength.LONG, "health-and-welfare")
        assert stored.wanted_parts == (Part.SPEAKING, Part.LISTENING)
        assert (changed.vocational_field, changed.wanted_parts) == ("", [])
