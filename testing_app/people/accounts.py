"""Makes, changes and closes accounts; roles fit the kind of the organisation."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from testing_app.actor import Actor
from testing_app.audit.actions import record
from testing_app.audit.events import Event
from testing_app.errors import Conflict, Invalid, NotFound
from testing_app.people import passwords, throttle
from testing_app.people.models import Account, AccountRole, Organisation
from testing_app.people.organisations import ROLES_OF_KIND
from testing_app.people.sign_in import end_sessions_of
from testing_app.people.throttle import folded
from testing_app.vocabulary import Role


@dataclass(frozen=True)
class AccountDetails:
    """What an administrator writes about an account."""

    name: str
    email: str
    title: str
    language: str
    roles: frozenset[Role]
    active: bool = True


def make_account(
    session: Session, details: AccountDetails, *, organisation_id: UUID, by: Actor | None, now: datetime
) -> Account:
    """Add an account without a password: its person sets one with a one-time link."""
    organisation = session.get(Organisation, organisation_id)
    if organisation is None:
        raise Invalid({"organisation": ["no_such_organisation"]})
    _check_roles(details.roles, organisation)
    account = Account(organisation=organisation, created_at=now)
    _fill(account, details)
    _save(session, account)
    record(
        session,
        Event.ACCOUNT_MADE,
        by=by,
        now=now,
        subject=("account", account.id),
        details={"roles": sorted(details.roles), "organisation": str(organisation.id)},
    )
    return account


def change_account(
    session: Session, account_id: UUID, *, details: AccountDetails, version: int, by: Actor, now: datetime
) -> Account:
    """Write the details down unless somebody else has changed them; a closed account is signed out."""
    account = session.get(Account, account_id)
    if account is None:
        raise NotFound("no_such_account")
    if account.version != version:
        raise Conflict("changed_meanwhile")
    _check_roles(details.roles, account.organisation)
    if account.id == by.account_id:
        _check_own(details)
    changed = _changed_fields(account, details)
    _fill(account, details)
    if changed:
        # A change of roles alone touches no column; the version must move all the same.
        flag_modified(account, "name")
    _save(session, account)
    if not account.active:
        end_sessions_of(session, account.id)
    if changed:
        record(
            session,
            Event.ACCOUNT_CHANGED,
            by=by,
            now=now,
            subject=("account", account.id),
            details={"fields": changed, "roles": sorted(details.roles), "active": details.active},
        )
    return account


def lift_wait(session: Session, account_id: UUID, *, key: str, by: Actor, now: datetime) -> None:
    """Let the account try to sign in again at once; `key` is the row that counts its failures."""
    if Role.ADMINISTRATOR not in by.roles or session.get(Account, account_id) is None:
        raise NotFound("no_such_account")
    record(
        session,
        Event.ACCOUNT_CHANGED,
        by=by,
        now=now,
        subject=("account", account_id),
        details={"fields": ["sign_in_wait"], "failures": throttle.lift(session, key)},
    )


def change_own_details(session: Session, *, name: str, language: str, by: Actor, now: datetime) -> None:
    """A person's own name and language."""
    account = session.get_one(Account, by.account_id)
    account.name, account.language = name.strip(), language
    record(
        session,
        Event.ACCOUNT_CHANGED,
        by=by,
        now=now,
        subject=("account", account.id),
        details={"fields": ["language", "name"]},
    )


def change_password(session: Session, *, password: str, by: Actor, keep: str | None, now: datetime) -> None:
    """A person's own new password; every other browser is signed out."""
    account = session.get_one(Account, by.account_id)
    set_password(session, account, password=password, now=now, by=by)
    end_sessions_of(session, account.id, keep=keep)


def set_password(session: Session, account: Account, *, password: str, now: datetime, by: Actor) -> None:
    """Store the hash of a password that is good enough, else `Invalid`."""
    problems = passwords.problems_of_password(password, email=account.email, name=account.name)
    if problems:
        raise Invalid({"password": problems})
    account.password_hash = passwords.hash_password(password)
    session.flush()
    record(session, Event.PASSWORD_SET, by=by, now=now, subject=("account", account.id))


def renew_hash(session: Session, account_id: UUID, *, password_hash: str) -> None:
    """Keep the same password under today's parameters."""
    account = session.get_one(Account, account_id)
    account.password_hash = password_hash


def _check_roles(roles: frozenset[Role], organisation: Organisation) -> None:
    if not roles:
        raise Invalid({"roles": ["no_role"]})
    if not roles <= frozenset(ROLES_OF_KIND[organisation.kind]):
        raise Invalid({"roles": ["role_not_of_kind"]})


def _check_own(details: AccountDetails) -> None:
    """Nobody locks themselves out."""
    problems: dict[str, list[str]] = {}
    if Role.ADMINISTRATOR not in details.roles:
        problems["roles"] = ["own_administrator_role"]
    if not details.active:
        problems["active"] = ["own_account"]
    if problems:
        raise Invalid(problems)


def _changed_fields(account: Account, details: AccountDetails) -> list[str]:
    names = ("name", "title", "language", "roles", "active")
    changed = [name for name in names if getattr(account, name) != getattr(details, name)]
    return changed + (["email"] if account.email != folded(details.email) else [])


def _fill(account: Account, details: AccountDetails) -> None:
    account.name, account.title = details.name.strip(), details.title.strip()
    account.email, account.language = folded(details.email), details.language
    account.active = details.active
    held = account.roles
    account.role_rows = [row for row in account.role_rows if row.role in details.roles] + [
        AccountRole(role=role) for role in sorted(details.roles - held)
    ]


def _save(session: Session, account: Account) -> None:
    try:
        with session.begin_nested():
            session.add(account)
            session.flush()
    except IntegrityError as problem:
        raise Invalid({"email": ["email_taken"]}) from problem
