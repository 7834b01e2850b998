"""What strangers may learn of the register of results: when one was replaced, and the public keys."""

import base64
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from testing_app.results.canonical import JsonValue
from testing_app.results.keys import KeyRing
from testing_app.results.models import SignedResult


def replaced_at(session: Session, result_id: str) -> datetime | None:
    """When a newer result took the place of this one."""
    return session.scalar(sa.select(SignedResult.superseded_at).where(SignedResult.id == UUID(result_id)))


def public_keys(ring: KeyRing) -> list[JsonValue]:
    """Every public key that ever signed, the oldest first (raw Ed25519, base64)."""
    return [
        {
            "key_id": record.key_id,
            "public_key": base64.b64encode(record.public_key).decode("ascii"),
            "created_at": record.created_at.isoformat(),
            "retired_at": record.retired_at.isoformat() if record.retired_at else None,
        }
        for record in ring.records()
    ]
