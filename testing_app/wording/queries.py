"""Reads the versions of the texts of letters: approved ones for letters, all for administrators."""

from collections.abc import Sequence
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.actor import Actor
from testing_app.errors import NotFound
from testing_app.vocabulary import LetterKind, Role, WordingState
from testing_app.wording.letter_words import LetterWords
from testing_app.wording.models import Wording


def words_for(session: Session, kind: LetterKind) -> LetterWords:
    """The approved texts of this kind of letter in every language, to draw letters with."""
    rows = session.scalars(
        sa.select(Wording).where(Wording.kind == kind, Wording.state == WordingState.APPROVED)
    ).all()
    return LetterWords(
        kind=kind,
        approved={row.language: dict(row.messages) for row in rows},
        numbers={row.language: row.number for row in rows},
    )


def get_wording(session: Session, wording_id: UUID, *, viewer: Actor) -> Wording:
    """One version; for administrators."""
    wording = session.get(Wording, wording_id)
    if wording is None or Role.ADMINISTRATOR not in viewer.roles:
        raise NotFound("no_such_wording")
    return wording


def versions_of(session: Session, kind: LetterKind, *, language: str, viewer: Actor) -> Sequence[Wording]:
    """Every version of one kind and language, newest first; for administrators."""
    if Role.ADMINISTRATOR not in viewer.roles:
        raise NotFound("no_such_wording")
    chosen = sa.select(Wording).where(Wording.kind == kind, Wording.language == language)
    return session.scalars(chosen.order_by(Wording.number.desc())).all()


def open_version(session: Session, kind: LetterKind, *, language: str) -> Wording | None:
    """The version that is being written or reviewed; there is at most one."""
    return session.scalars(
        sa.select(Wording).where(
            Wording.kind == kind,
            Wording.language == language,
            Wording.state.in_((WordingState.DRAFT, WordingState.IN_REVIEW)),
        )
    ).one_or_none()


def states(session: Session) -> dict[tuple[LetterKind, str], list[WordingState]]:
    """Which states the versions of each kind and language have, retired ones left out."""
    found: dict[tuple[LetterKind, str], list[WordingState]] = {}
    rows = session.execute(
        sa.select(Wording.kind, Wording.language, Wording.state)
        .where(Wording.state != WordingState.RETIRED)
        .order_by(Wording.number)
    )
    for kind, language, state in rows:
        found.setdefault((kind, language), []).append(state)
    return found
