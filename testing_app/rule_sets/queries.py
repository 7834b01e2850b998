"""Reads rule sets: the one in force for an authority, any by name, its own drafts and activations."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.errors import Conflict, NotFound
from testing_app.rule_sets import rules
from testing_app.rule_sets.models import RuleSetActivation as RuleSetActivation  # named for the pages
from testing_app.rule_sets.models import RuleSetText as RuleSetText
from testing_app.rule_sets.stored import Library, read_sealed, read_text
from testing_app.vocabulary import ActivationState, TestedLanguage


def rule_set_for(
    session: Session,
    *,
    authority_id: UUID,
    language_tested: TestedLanguage,
    on: date,
    answers: rules.Answers = rules.Answers.PLACEMENT,
    folder: Path = rules.RULE_SETS,
) -> rules.RuleSet:
    """The rule set that judges an authority's candidates on a test day.

    The authority's own activation with the latest start decides; before the first one, and after the last
    day of a set that ends, it is the national set. Who chose a national set (of those in `folder`) follows
    it: of its versions the newest one in force on the day judges.
    """
    wanted = {"authority": authority_id, "language": language_tested, "answers": answers.value, "day": on}
    named = session.execute(_named_by_activation(), wanted).one_or_none()
    asked: dict[str, Any] = {"language": language_tested.value, "answers": answers, "folder": folder}
    if named is not None and rules.is_national(named.rule_set_id, folder=folder):
        followed = version_in_force(named.rule_set_id, on=on, **asked)
        if followed is not None:
            return followed
    elif named is not None:
        chosen = rule_set_named(session, named.rule_set_id, named.number)
        if chosen is None:
            raise Conflict("rule_set_missing", name=name_of(named.rule_set_id, named.number))
        if chosen.is_in_force(on):
            return chosen
    return rules.rule_set_on(on, **asked)


def version_in_force(
    rule_set_id: str,
    *,
    on: date,
    language: str,
    answers: rules.Answers = rules.Answers.PLACEMENT,
    folder: Path = rules.RULE_SETS,
) -> rules.RuleSet | None:
    """The newest version of a shipped set that is in force on a day, or None."""
    try:
        return rules.rule_set_on(on, language=language, id=rule_set_id, answers=answers, folder=folder)
    except rules.UnknownRuleSet:
        return None


def activation_on(
    session: Session,
    *,
    authority_id: UUID,
    language_tested: TestedLanguage,
    on: date,
    answers: rules.Answers = rules.Answers.PLACEMENT,
) -> RuleSetActivation | None:
    """The approved activation that decides on a day; of two that start together, the one approved later."""
    wanted = {"authority": authority_id, "language": language_tested, "answers": answers.value, "day": on}
    found: RuleSetActivation | None = session.scalar(_deciding(sa.select(RuleSetActivation)), wanted)
    return found


@cache
def _named_by_activation() -> Any:
    """Asked for on every battery page: built once, and without the people who decided."""
    return _deciding(sa.select(RuleSetActivation.rule_set_id, RuleSetActivation.number))


def _deciding(query: Any) -> Any:
    """The approved activation with the latest start on a day, of an authority, language and question."""
    return (
        query.where(
            RuleSetActivation.authority_id == sa.bindparam("authority"),
            RuleSetActivation.language_tested == sa.bindparam("language"),
            RuleSetActivation.answers == sa.bindparam("answers"),
            RuleSetActivation.state == ActivationState.APPROVED,
            RuleSetActivation.starts_on <= sa.bindparam("day"),
        )
        .order_by(
            RuleSetActivation.starts_on.desc(), RuleSetActivation.decided_at.desc(), RuleSetActivation.id
        )
        .limit(1)
    )


def rule_set_named(session: Session, rule_set_id: str, number: int) -> rules.RuleSet | None:
    """A shipped or sealed rule set by id and version, for everybody: results name them for ever."""
    shipped = rules.shipped_rule_sets().get((rule_set_id, number))
    if shipped is not None:
        return shipped
    named = _sealed(rule_set_id, number)
    row = session.execute(sa.select(RuleSetText.sha256, RuleSetText.authority_id).where(*named)).one_or_none()
    if row is None:
        return None
    return read_sealed(
        row.sha256,
        name_of(rule_set_id, number),
        lambda: session.scalars(sa.select(RuleSetText.text).where(*named)).one(),
        library=library_of(session, row.authority_id),
    )


def rule_set_to_read(
    session: Session, rule_set_id: str, number: int, *, viewer: Actor
) -> rules.RuleSet | None:
    """A set to be read by name: a shipped one, one approved for anybody, or any of the viewer's own house.

    What another authority only proposes, or once proposed in vain, is its own matter.
    """
    is_own = sa.exists().where(
        RuleSetText.authority_id == viewer.organisation_id, *_sealed(rule_set_id, number)
    )
    is_approved = sa.exists().where(
        RuleSetActivation.rule_set_id == rule_set_id,
        RuleSetActivation.number == number,
        RuleSetActivation.state == ActivationState.APPROVED,
    )
    is_shipped = (rule_set_id, number) in rules.shipped_rule_sets()
    if is_shipped or session.scalar(sa.select(sa.or_(is_own, is_approved))):
        return rule_set_named(session, rule_set_id, number)
    return own_draft_named(session, rule_set_id, number, viewer=viewer)


def own_draft_named(
    session: Session, rule_set_id: str, number: int, *, viewer: Actor
) -> rules.RuleSet | None:
    """A version the viewer's organisation is still writing, by id and version, if it can be read by now."""
    named = (RuleSetText.rule_set_id == rule_set_id, RuleSetText.number == number)
    draft = session.scalar(_own_texts(viewer).where(*named))
    try:
        return read_draft(session, draft) if draft is not None else None
    except rules.RuleSetError:
        return None


def read_draft(session: Session, draft: RuleSetText) -> rules.RuleSet:
    """The rule set a version describes as it is now, or `rules.RuleSetError` with every problem in it."""
    name = name_of(draft.rule_set_id, draft.number)
    return read_text(draft.text, name, library=library_of(session, draft.authority_id))


def library_of(session: Session, authority_id: UUID) -> Library:
    """What an authority's rule sets may include: shipped sets, and sealed ones of its own."""

    def text_of(rule_set_id: str, number: int) -> str | None:
        own = RuleSetText.authority_id == authority_id
        stored = sa.select(RuleSetText.text).where(own, *_sealed(rule_set_id, number))
        return rules.shipped_text(rule_set_id, number) or session.scalar(stored)

    return text_of


def text_named(session: Session, rule_set_id: str, number: int, *, viewer: Actor) -> str | None:
    """The text of a shipped set, or of a sealed one of the viewer's own: to download, compare, draft from."""
    return library_of(session, viewer.organisation_id)(rule_set_id, number)


def drafts_of(session: Session, *, viewer: Actor) -> Sequence[RuleSetText]:
    """The versions the viewer's organisation is writing, newest change first."""
    return session.scalars(
        _own_texts(viewer)
        .where(RuleSetText.sealed_at.is_(None))
        .order_by(RuleSetText.changed_at.desc(), RuleSetText.id)
    ).all()


def sealed_texts_of(session: Session, *, viewer: Actor) -> Sequence[RuleSetText]:
    """The versions the viewer's organisation has proposed at least once, newest first."""
    return session.scalars(
        _own_texts(viewer)
        .where(RuleSetText.sealed_at.is_not(None))
        .order_by(RuleSetText.sealed_at.desc(), RuleSetText.id)
    ).all()


def get_draft(session: Session, draft_id: UUID, *, viewer: Actor) -> RuleSetText:
    """One version the viewer's organisation has written, sealed or not, or `NotFound`."""
    return _one_text(session, _own_texts(viewer).where(RuleSetText.id == draft_id))


def lock_draft(session: Session, draft_id: UUID, *, viewer: Actor) -> RuleSetText:
    """The same, for changing it: whoever comes second waits and sees what the first one did."""
    query = _own_texts(viewer).where(RuleSetText.id == draft_id).with_for_update(of=RuleSetText)
    return _one_text(session, query.execution_options(populate_existing=True))


def activations_of(
    session: Session, *, viewer: Actor, language_tested: TestedLanguage | None = None
) -> Sequence[RuleSetActivation]:
    """Every activation of the viewer's organisation with its decision, latest start first."""
    query = _own_activations(viewer).order_by(
        RuleSetActivation.starts_on.desc(), RuleSetActivation.proposed_at.desc(), RuleSetActivation.id
    )
    if language_tested is not None:
        query = query.where(RuleSetActivation.language_tested == language_tested)
    return session.scalars(query).all()


def get_activation(session: Session, activation_id: UUID, *, viewer: Actor) -> RuleSetActivation:
    """One activation of the viewer's organisation, or `NotFound`."""
    return _one_activation(session, _own_activations(viewer).where(RuleSetActivation.id == activation_id))


def lock_activation(session: Session, activation_id: UUID, *, viewer: Actor) -> RuleSetActivation:
    """The same, for deciding on it: of two who decide at once, the second sees the first one's decision."""
    query = _own_activations(viewer).where(RuleSetActivation.id == activation_id)
    return _one_activation(
        session,
        query.with_for_update(of=RuleSetActivation).execution_options(populate_existing=True),
    )


def next_number(session: Session, rule_set_id: str) -> int:
    """The version after the highest there is of a rule set; 1 for a new one."""
    stored = session.scalar(
        sa.select(sa.func.max(RuleSetText.number)).where(RuleSetText.rule_set_id == rule_set_id)
    )
    shipped = [number for id, number in rules.shipped_rule_sets() if id == rule_set_id]
    return max([stored or 0, *shipped]) + 1


def name_of(rule_set_id: str | None, number: int | None) -> str:
    """How a version is named where a file is expected: `fi-koto-2022.v1.toml`."""
    return f"{rule_set_id or 'rule-set'}.v{number or 0}.toml"


def _sealed(rule_set_id: str, number: int) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        RuleSetText.rule_set_id == rule_set_id,
        RuleSetText.number == number,
        RuleSetText.sealed_at.is_not(None),
    )


def _own_texts(viewer: Actor) -> sa.Select[RuleSetText]:
    return sa.select(RuleSetText).where(RuleSetText.authority_id == viewer.organisation_id)


def _own_activations(viewer: Actor) -> sa.Select[RuleSetActivation]:
    return sa.select(RuleSetActivation).where(RuleSetActivation.authority_id == viewer.organisation_id)


def _one_text(session: Session, query: sa.Select[RuleSetText]) -> RuleSetText:
    found = session.scalar(query)
    if found is None:
        raise NotFound("no_such_draft")
    return found


def _one_activation(session: Session, query: sa.Select[RuleSetActivation]) -> RuleSetActivation:
    found = session.scalar(query)
    if found is None:
        raise NotFound("no_such_activation")
    return found
