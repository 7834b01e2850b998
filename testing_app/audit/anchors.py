"""Writes the heads of the audit chains down outside the database, so that cut tails and rewrites show.

Each line of the file is one JSON object: when, the heads that moved since the line before, the digest of that
line, and its own keyed digest. Copy the file to another machine: whoever can write here can cut its tail too.
"""

import fcntl
import hmac
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.audit.actions import AUDIT_KEY, FIRST_LINK
from testing_app.audit.models import AuditHead


@dataclass
class Anchors:
    """What the file says: by chain, the digest of the entry at each anchored place; lines not ours."""

    heads: dict[UUID, dict[int, str]] = field(default_factory=dict)
    altered_lines: list[int] = field(default_factory=list)
    last_mac: str = FIRST_LINK
    lines: int = 0

    def last_of(self, chain_id: UUID) -> tuple[int, str] | None:
        """The furthest anchored place of a chain and its digest."""
        return max(self.heads.get(chain_id, {}).items(), default=None)


def read_anchors(file: Path, key: bytes) -> Anchors:
    """Read and check every line; a missing file is an empty one."""
    found = Anchors()
    if not file.exists():
        return found
    for number, text in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
        line = _checked_line(text, key, previous=found.last_mac)
        found.lines = number
        if line is None:
            found.altered_lines.append(number)
            found.last_mac = _mac_in(text) or found.last_mac
            continue
        for chain, sequence, mac in line["heads"]:
            found.heads.setdefault(UUID(chain), {})[int(sequence)] = str(mac)
        found.last_mac = str(line["mac"])
    return found


def write_anchors(session: Session, file: Path, *, now: datetime) -> int:
    """Append a line with the heads that have moved since the last one; how many moved."""
    key: bytes = session.info[AUDIT_KEY]
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as out:
        fcntl.flock(out, fcntl.LOCK_EX)
        known = read_anchors(file, key)
        moved = list(_moved_heads(session, known))
        if moved:
            body = {"at": now.astimezone(UTC).isoformat(), "heads": moved, "previous": known.last_mac}
            out.write(json.dumps({**body, "mac": _mac_of(body, key)}, sort_keys=True) + "\n")
            out.flush()
            os.fsync(out.fileno())
    return len(moved)


def _moved_heads(session: Session, known: Anchors) -> Iterator[tuple[str, int, str]]:
    heads = sa.select(AuditHead.chain_id, AuditHead.sequence, AuditHead.mac).order_by(AuditHead.chain_id)
    for chain_id, sequence, mac in session.execute(heads):
        if sequence and (sequence, mac) != known.last_of(chain_id):
            yield str(chain_id), sequence, mac


def _checked_line(text: str, key: bytes, *, previous: str) -> Mapping[str, Any] | None:
    """The line if it is ours and follows the one before it."""
    try:
        line: dict[str, Any] = json.loads(text)
        mac = str(line.pop("mac"))
        is_ours = hmac.compare_digest(mac, _mac_of(line, key)) and line["previous"] == previous
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return {**line, "mac": mac} if is_ours else None


def _mac_in(text: str) -> str | None:
    """The digest a line claims, so that one altered line does not condemn those after it."""
    try:
        return str(json.loads(text)["mac"])
    except (ValueError, KeyError, TypeError):
        return None


def _mac_of(body: Mapping[str, Any], key: bytes) -> str:
    content = json.dumps(body, sort_keys=True, separators=(",", ":"))
    return hmac.new(key, b"audit anchor\n" + content.encode(), sha256).hexdigest()
