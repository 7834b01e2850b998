"""Checks the audit chains link by link and against the anchors written outside the database."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.audit.actions import FIRST_LINK, link_of
from testing_app.audit.anchors import Anchors
from testing_app.audit.models import AuditEntry, AuditHead

ROWS_AT_A_TIME = 1000


class FindingKind(StrEnum):
    """What can be wrong with a chain."""

    ENTRY_CHANGED = "entry_changed"
    ENTRIES_MISSING = "entries_missing"
    ENTRY_INSERTED = "entry_inserted"
    ENTRY_MISPLACED = "entry_misplaced"
    HEAD_DIFFERS = "head_differs"
    TAIL_CUT = "tail_cut"
    REWRITTEN = "rewritten"
    ANCHOR_ALTERED = "anchor_altered"


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong, in which chain (None: the anchor file), from which to which entry or line."""

    kind: FindingKind
    chain_id: UUID | None
    first: int
    last: int


@dataclass
class _Walk:
    """Where the check stands in one chain."""

    chain_id: UUID
    sequence: int = 0
    mac: str = FIRST_LINK


def verify_chains(
    session: Session, *, key: bytes, anchors: Anchors, only: UUID | None = None
) -> list[Finding]:
    """Everything wrong with all chains, or with one; empty when nothing was changed, cut or rewritten."""
    findings = [Finding(FindingKind.ANCHOR_ALTERED, None, line, line) for line in anchors.altered_lines]
    heads = {row.chain_id: (row.sequence, row.mac) for row in session.execute(_heads(only))}
    walked = set()
    for chain_id, entries in groupby(_entries(session, only), key=lambda entry: entry.chain_id):
        walked.add(chain_id)
        anchored = anchors.heads.get(chain_id, {})
        walk = _Walk(chain_id)
        findings += _findings_along(walk, entries, key=key, anchored=anchored)
        findings += _findings_at_end(walk, heads.get(chain_id), anchors.last_of(chain_id))
    for chain_id in (heads.keys() | anchors.heads.keys()) - walked:
        if only in (None, chain_id):
            findings += _findings_at_end(_Walk(chain_id), heads.get(chain_id), anchors.last_of(chain_id))
    return findings


def entries_in_all(session: Session, *, only: UUID | None = None) -> int:
    """How many entries the chains hold."""
    query = sa.select(sa.func.count()).select_from(AuditEntry)
    return session.scalar(query if only is None else query.where(AuditEntry.chain_id == only)) or 0


def _findings_along(
    walk: _Walk, entries: Iterator[AuditEntry], *, key: bytes, anchored: dict[int, str]
) -> Iterator[Finding]:
    for entry in entries:
        at = entry.sequence
        if at > walk.sequence + 1:
            yield Finding(FindingKind.ENTRIES_MISSING, walk.chain_id, walk.sequence + 1, at - 1)
        if at <= walk.sequence:
            yield Finding(FindingKind.ENTRY_INSERTED, walk.chain_id, at, at)
        elif link_of(entry, key) != entry.mac:
            yield Finding(FindingKind.ENTRY_CHANGED, walk.chain_id, at, at)
        elif at == walk.sequence + 1 and entry.previous_mac != walk.mac:
            yield Finding(FindingKind.ENTRY_MISPLACED, walk.chain_id, at, at)
        if anchored.get(at, entry.mac) != entry.mac:
            yield Finding(FindingKind.REWRITTEN, walk.chain_id, 1, at)
        walk.sequence, walk.mac = max(at, walk.sequence), entry.mac


def _findings_at_end(
    walk: _Walk, head: tuple[int, str] | None, anchor: tuple[int, str] | None
) -> Iterator[Finding]:
    if (head or (0, FIRST_LINK)) != (walk.sequence, walk.mac):
        yield Finding(FindingKind.HEAD_DIFFERS, walk.chain_id, walk.sequence, head[0] if head else 0)
    if anchor and anchor[0] > walk.sequence:
        yield Finding(FindingKind.TAIL_CUT, walk.chain_id, walk.sequence + 1, anchor[0])


def _heads(only: UUID | None) -> sa.Select[UUID, int, str]:
    query = sa.select(AuditHead.chain_id, AuditHead.sequence, AuditHead.mac)
    return query if only is None else query.where(AuditHead.chain_id == only)


def _entries(session: Session, only: UUID | None) -> Iterator[AuditEntry]:
    query = sa.select(AuditEntry).order_by(AuditEntry.chain_id, AuditEntry.sequence, AuditEntry.id)
    if only is not None:
        query = query.where(AuditEntry.chain_id == only)
    for entry in session.scalars(query.execution_options(yield_per=ROWS_AT_A_TIME)):
        yield entry
        session.expunge(entry)
