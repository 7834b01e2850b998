"""The scanned papers on which candidates signed: recognised by their content, kept, shown to their house."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, undefer

from testing_app.actor import Actor
from testing_app.audit import actions as audit
from testing_app.audit.events import Event
from testing_app.errors import Invalid, NotFound
from testing_app.people.candidates.queries import lock_candidate
from testing_app.people.models import CandidateAuthority, ConsentScan

LARGEST = 10 * 1024 * 1024
BEGINNINGS = {
    b"%PDF-": ("application/pdf", b"%%EOF"),
    b"\xff\xd8\xff": ("image/jpeg", b"\xff\xd9"),
    b"\x89PNG\r\n\x1a\n": ("image/png", b"IEND"),
}
"""How each kind of file begins, and what must stand in its last part: half a scan is no proof."""

LAST_PART = 2048
EXTENSIONS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}


@dataclass(frozen=True)
class ReadScan:
    """A file that was recognised."""

    media_type: str
    content: bytes


def read_scan(content: bytes) -> ReadScan:
    """Recognise a scan by its content, whatever its name says; Invalid when it is none, too large or cut."""
    if len(content) > LARGEST:
        raise Invalid({"scan": ["scan_too_large"]})
    for beginning, (media_type, ending) in BEGINNINGS.items():
        if content.startswith(beginning):
            if ending not in content[-LAST_PART:]:
                raise Invalid({"scan": ["scan_cut_short"]})
            return ReadScan(media_type, content)
    raise Invalid({"scan": ["scan_not_recognised"]})


def add_scan(
    session: Session, candidate_id: UUID, scan: ReadScan, *, by: Actor, now: datetime
) -> ConsentScan:
    """Keep a signed paper of a candidate of this house."""
    candidate = lock_candidate(session, candidate_id, viewer=by)
    row = ConsentScan(
        candidate_id=candidate.id,
        media_type=scan.media_type,
        content=scan.content,
        digest=hashlib.sha256(scan.content).hexdigest(),
        added_by_id=by.account_id,
        added_at=now,
    )
    session.add(row)
    session.flush()
    _record(session, Event.CONSENT_SCAN_ADDED, row, by=by, now=now)
    return row


def view_scan(session: Session, scan_id: UUID, *, by: Actor, now: datetime) -> ConsentScan:
    """The scan with its content, for a house that serves the candidate; the viewing is written down."""
    row = session.scalar(
        sa.select(ConsentScan)
        .join(CandidateAuthority, CandidateAuthority.candidate_id == ConsentScan.candidate_id)
        .where(ConsentScan.id == scan_id, CandidateAuthority.authority_id == by.organisation_id)
        .options(undefer(ConsentScan.content))
    )
    if row is None:
        raise NotFound("consent_scan")
    _record(session, Event.CONSENT_SCAN_VIEWED, row, by=by, now=now)
    return row


def _record(session: Session, event: Event, scan: ConsentScan, *, by: Actor, now: datetime) -> None:
    audit.record(
        session,
        event,
        by=by,
        now=now,
        subject=("consent_scan", scan.id),
        candidate_id=scan.candidate_id,
        details={"media_type": scan.media_type},
    )
