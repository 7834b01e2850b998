"""Accounts, organisations, links and browser sessions."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from testing_app.audit.models import AuditEntry
from testing_app.errors import Conflict, Invalid, NotFound
from testing_app.people import accounts, one_time_links, organisations, passwords, queries, sign_in
from testing_app.people.accounts import AccountDetails
from testing_app.people.models import Account, BrowserSession, Organisation
from testing_app.people.organisations import OrganisationDetails
from testing_app.vocabulary import OrganisationKind, Role
from tests.world import NOW, TODAY, World

GOOD = "kolme sinistä ratasta"


def details(**values: object) -> AccountDetails:
    given = {
        "name": "Uusi Arvioija",
        "email": "Uusi@Example.org",
        "title": "",
        "language": "fi",
        "roles": frozenset({Role.ASSESSOR}),
    }
    return AccountDetails(**{**given, **values})


def make(world: World, **values: object) -> Account:
    with world.database.transaction() as session:
        return accounts.make_account(
            session, details(**values), organisation_id=world.centre, by=world.act("administrator"), now=NOW
        )


def sign_in_as(world: World, account: Account, token: str, *, replaces: str | None = None) -> None:
    with world.database.transaction() as session:
        sign_in.start_session(session, account.id, token=token, replaces=replaces, now=NOW)


def actor(world: World, token: str, *, after: timedelta = timedelta(0)):
    with world.database.reading() as session:
        return sign_in.find_actor(session, token, now=NOW + after)


def test_a_new_account_has_no_password_and_an_address_in_small_letters(world: World):
    account = make(world)

    assert account.password_hash is None
    assert account.email == "uusi@example.org"
    assert account.roles == {Role.ASSESSOR}


def test_an_email_address_belongs_to_one_account(world: World):
    make(world)

    with pytest.raises(Invalid) as refusal:
        make(world, email="UUSI@example.org")

    assert refusal.value.problems == {"email": ["email_taken"]}


@pytest.mark.parametrize(
    "roles, code", [(frozenset(), "no_role"), (frozenset({Role.AUTHORITY_OFFICER}), "role_not_of_kind")]
)
def test_roles_fit_the_kind_of_the_organisation(world: World, roles: frozenset[Role], code: str):
    with pytest.raises(Invalid) as refusal:
        make(world, roles=roles)

    assert refusal.value.problems == {"roles": [code]}


def test_a_change_of_roles_alone_moves_the_version(world: World):
    account = make(world)

    with world.database.transaction() as session:
        changed = accounts.change_account(
            session,
            account.id,
            details=details(roles=frozenset({Role.CENTRE_LEAD})),
            version=account.version,
            by=world.act("administrator"),
            now=NOW,
        )

    assert changed.version == account.version + 1
    assert changed.roles == {Role.CENTRE_LEAD}


def test_a_change_over_somebody_elses_change_is_refused(world: World):
    account = make(world)

    with pytest.raises(Conflict), world.database.transaction() as session:
        accounts.change_account(
            session,
            account.id,
            details=details(name="Y"),
            version=account.version - 1,
            by=world.act("administrator"),
            now=NOW,
        )


def test_administrators_cannot_lock_themselves_out(world: World):
    admin = world.act("administrator")
    own = details(email="administrator@example.org", roles=frozenset({Role.ITEM_AUTHOR}), active=False)

    with pytest.raises(Invalid) as refusal, world.database.transaction() as session:
        accounts.change_account(session, admin.account_id, details=own, version=1, by=admin, now=NOW)

    assert refusal.value.problems == {"roles": ["own_administrator_role"], "active": ["own_account"]}


def test_closing_an_account_signs_it_out(world: World):
    account = make(world)
    sign_in_as(world, account, "t1")

    with world.database.transaction() as session:
        accounts.change_account(
            session,
            account.id,
            details=details(active=False),
            version=account.version,
            by=world.act("administrator"),
            now=NOW,
        )
        left = session.scalar(sa.select(sa.func.count()).select_from(BrowserSession))

    assert left == 0
    assert actor(world, "t1") is None


def test_the_stored_session_does_not_hold_the_token(world: World):
    sign_in_as(world, make(world), "the-secret-token")

    with world.database.reading() as session:
        stored = session.scalars(sa.select(BrowserSession.token_hash)).one()

    assert "the-secret-token" not in stored


def test_signing_in_again_ends_the_session_the_browser_had(world: World):
    account = make(world)
    sign_in_as(world, account, "t1")
    sign_in_as(world, account, "t2", replaces="t1")

    assert actor(world, "t1") is None
    assert actor(world, "t2") is not None


def test_an_idle_session_ends_after_four_hours(world: World):
    sign_in_as(world, make(world), "t1")

    assert actor(world, "t1", after=timedelta(hours=3, minutes=59)) is not None
    assert actor(world, "t1", after=timedelta(hours=4)) is None


def test_a_session_in_use_ends_after_twelve_hours(world: World):
    sign_in_as(world, make(world), "t1")
    for hours in (3, 6, 9, 11):
        with world.database.transaction() as session:
            sign_in.touch(session, "t1", now=NOW + timedelta(hours=hours))

    assert actor(world, "t1", after=timedelta(hours=11, minutes=59)) is not None
    assert actor(world, "t1", after=timedelta(hours=12)) is None


def test_a_session_is_touched_at_most_every_five_minutes(world: World):
    sign_in_as(world, make(world), "t1")

    with world.database.reading() as session:
        fresh = sign_in.find_signed_in(session, "t1", now=NOW + timedelta(minutes=4))
        old = sign_in.find_signed_in(session, "t1", now=NOW + timedelta(minutes=6))

    assert [found.is_touch_due for found in (fresh, old) if found] == [False, True]


def test_housekeeping_deletes_what_has_run_out(world: World):
    account = make(world)
    sign_in_as(world, account, "t1")
    with world.database.transaction() as session:
        one_time_links.make_link(session, account.id, token="l1", by=None, now=NOW)

    with world.database.transaction() as session:
        assert sign_in.end_expired(session, NOW) == 0
        assert sign_in.end_expired(session, NOW + timedelta(days=2)) == 2


def test_a_link_sets_a_password_once(world: World):
    account = make(world)
    sign_in_as(world, account, "t1")
    with world.database.transaction() as session:
        one_time_links.make_link(session, account.id, token="l1", by=world.act("administrator"), now=NOW)
    with world.database.transaction() as session:
        changed = one_time_links.use_link(session, "l1", password=GOOD, now=NOW)

    assert passwords.matches(GOOD, changed.password_hash)
    assert actor(world, "t1") is None
    with pytest.raises(NotFound), world.database.transaction() as session:
        one_time_links.use_link(session, "l1", password=GOOD + "2", now=NOW)


def test_a_bad_password_does_not_spend_the_link(world: World):
    account = make(world)
    with world.database.transaction() as session:
        one_time_links.make_link(session, account.id, token="l1", by=None, now=NOW)

    with pytest.raises(Invalid), world.database.transaction() as session:
        one_time_links.use_link(session, "l1", password="short", now=NOW)

    with world.database.reading() as session:
        assert one_time_links.find_account_of_link(session, "l1", now=NOW) is not None


def test_a_link_is_good_for_a_day(world: World):
    account = make(world)
    with world.database.transaction() as session:
        one_time_links.make_link(session, account.id, token="l1", by=None, now=NOW)

    with world.database.reading() as session:
        assert one_time_links.find_account_of_link(session, "l1", now=NOW + timedelta(hours=23))
        assert one_time_links.find_account_of_link(session, "l1", now=NOW + timedelta(hours=24)) is None
        assert one_time_links.find_account_of_link(session, "l2", now=NOW) is None


def test_a_new_link_ends_the_one_before(world: World):
    account = make(world)
    with world.database.transaction() as session:
        one_time_links.make_link(session, account.id, token="l1", by=None, now=NOW)
        one_time_links.make_link(session, account.id, token="l2", by=None, now=NOW)

    with world.database.reading() as session:
        assert one_time_links.find_account_of_link(session, "l1", now=NOW) is None
        assert one_time_links.find_account_of_link(session, "l2", now=NOW) is not None


def test_a_closed_account_gets_no_link(world: World):
    account = make(world, active=False)

    with pytest.raises(NotFound), world.database.transaction() as session:
        one_time_links.make_link(session, account.id, token="l1", by=None, now=NOW)


def house(**values: object) -> OrganisationDetails:
    given = {
        "name": "Uusi testipaikka",
        "street": "",
        "post_code": "",
        "city": "",
        "phone": "",
        "email": "",
        "valid_from": date(2026, 1, 1),
        "valid_to": None,
    }
    return OrganisationDetails(**{**given, **values})


def make_house(world: World, **values: object):
    with world.database.transaction() as session:
        return organisations.make_organisation(
            session,
            house(**values),
            kind=OrganisationKind.TEST_CENTRE,
            by=world.act("administrator"),
            now=NOW,
        )


def test_two_organisations_cannot_have_one_name(world: World):
    with pytest.raises(Invalid) as refusal:
        make_house(world, name="centre")

    assert refusal.value.problems == {"name": ["organisation_name_taken"]}


def test_an_organisation_cannot_end_before_it_begins(world: World):
    with pytest.raises(Invalid) as refusal:
        make_house(world, valid_to=date(2025, 12, 31))

    assert refusal.value.problems == {"valid_to": ["ends_before_it_begins"]}


def test_a_change_of_an_organisation_names_the_fields_in_the_audit(world: World):
    organisation = make_house(world)
    with world.database.transaction() as session:
        organisations.change_organisation(
            session,
            organisation.id,
            details=house(city="Turku"),
            version=organisation.version,
            by=world.act("administrator"),
            now=NOW,
        )

    with world.database.reading() as session:
        entry = session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc())).first()
        assert entry is not None
        assert (entry.action, entry.details) == ("organisation_changed", {"fields": ["city"]})


@pytest.mark.parametrize(
    "dates", [{"valid_to": TODAY - timedelta(days=1)}, {"valid_from": TODAY + timedelta(days=1)}]
)
def test_administrators_cannot_end_the_access_of_their_own_organisation(world: World, dates: dict):
    with world.database.transaction() as session:
        version = session.get_one(Organisation, world.maintainer).version
        with pytest.raises(Invalid) as refusal:
            organisations.change_organisation(
                session,
                world.maintainer,
                details=house(**dates),
                version=version,
                by=world.act("administrator"),
                now=NOW,
            )

    assert dict(refusal.value.problems) == {name: ["own_organisation"] for name in dates}


def test_only_administrators_see_accounts_and_organisations(world: World):
    viewer = world.act("centre_lead")
    with world.database.reading() as session:
        with pytest.raises(NotFound):
            queries.accounts_page(session, viewer=viewer, organisation_id=None, words="", number=1)
        with pytest.raises(NotFound):
            queries.get_account(session, world.act("assessor").account_id, viewer=viewer)
        with pytest.raises(NotFound):
            queries.get_organisation(session, world.centre, viewer=viewer)
        with pytest.raises(NotFound):
            queries.feedback_page(session, viewer=viewer, number=1)
        assert queries.get_account(session, viewer.account_id, viewer=viewer).id == viewer.account_id


def test_accounts_are_found_by_words_and_a_percent_sign_is_no_wildcard(world: World):
    make(world)
    viewer = world.act("administrator")

    with world.database.reading() as session:

        def names(words: str) -> list[str]:
            page = queries.accounts_page(session, viewer=viewer, organisation_id=None, words=words, number=1)
            return [row.name for row in page.rows]

        assert names("arvioija uusi") == ["Uusi Arvioija"]
        assert names("uusi@example") == ["Uusi Arvioija"]
        assert names("%") == []


def test_an_account_that_is_not_there_is_not_found(world: World):
    with pytest.raises(NotFound), world.database.reading() as session:
        queries.get_account(session, uuid4(), viewer=world.act("administrator"))
