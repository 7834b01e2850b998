"""The ring of signing keys: Ed25519, encrypted, in a directory outside the database."""

import base64
import fcntl
import hashlib
import hmac
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import cast

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from testing_app.results.canonical import JsonObject, NotCanonical, canonical_bytes, parse_object

ALGORITHM = "Ed25519"
SHORTEST_SECRET = 32  # bytes
RING_FILE = "keyring.json"
LOCK_FILE = "keyring.lock"
RING_SCHEMA = "lahtotaso/keyring/1"


class KeyProblem(Exception):
    """The keys cannot be used; the message says which file and what to do."""


@dataclass(frozen=True, kw_only=True)
class KeyRecord:
    """The public half of one key, and when it was in use."""

    key_id: str
    public_key: bytes
    created_at: datetime
    retired_at: datetime | None = None


class KeyRing:
    """Signs with the one key in use and knows every key that ever signed.

    Another process may rotate the keys: the ring looks at its file before each use.
    """

    def __init__(self, directory: Path, secret: bytes) -> None:
        """Use `open_ring` or `create_ring`; both check what they find."""
        if len(secret) < SHORTEST_SECRET:
            raise KeyProblem(
                f"The master secret has {len(secret)} bytes; it needs {SHORTEST_SECRET} or more."
            )
        self.directory = directory
        self._passphrase = base64.b64encode(_derived(secret, b"lahtotaso private keys v1"))
        self._mac_key = _derived(secret, b"lahtotaso keyring integrity v1")
        self._seen: tuple[int, int, int] | None = None
        self._records: tuple[KeyRecord, ...] = ()
        self._private: dict[str, Ed25519PrivateKey] = {}

    def records(self) -> tuple[KeyRecord, ...]:
        """Every key that ever signed, oldest first."""
        path = self.directory / RING_FILE
        try:
            status = path.stat()
        except FileNotFoundError as problem:
            raise KeyProblem(
                f"There is no key ring at {path}. Make one, or restore it from a backup."
            ) from problem
        stamp = (status.st_ino, status.st_mtime_ns, status.st_size)
        if stamp != self._seen:
            self._records = _read_ring(path, self._mac_key)
            self._private = {}
            self._seen = stamp
        return self._records

    def active(self) -> KeyRecord:
        """The key that signs now."""
        in_use = [record for record in self.records() if record.retired_at is None]
        if len(in_use) != 1:
            raise KeyProblem(
                f"{self.directory / RING_FILE} names {len(in_use)} keys in use; it must name one."
            )
        return in_use[0]

    def find(self, key_id: str) -> KeyRecord | None:
        """The key with this id, or None if it was never ours."""
        return next((record for record in self.records() if record.key_id == key_id), None)

    def sign(self, message: bytes) -> tuple[str, bytes]:
        """The id of the key in use, and its signature over the message."""
        record = self.active()
        key = self._private.get(record.key_id)
        if key is None:
            key = self._private[record.key_id] = self._load(record)
        return record.key_id, key.sign(message)

    def rotate(self, now: datetime) -> KeyRecord:
        """Put a new key in use and destroy the old private half; old signatures stay verifiable."""
        with self._locked():
            old = self.active()
            record, pem = self._new_key(now)
            _write(self.directory / f"{record.key_id}.pem", pem)
            kept = tuple(
                replace(known, retired_at=now) if known.key_id == old.key_id else known
                for known in self.records()
            )
            self._store((*kept, record))
            self._destroy_private_halves_except(record.key_id)
        return record

    def _start(self, now: datetime) -> None:
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.directory.chmod(0o700)
        with self._locked():
            if (self.directory / RING_FILE).exists():
                raise KeyProblem(f"There is a key ring at {self.directory} already; it was left as it is.")
            record, pem = self._new_key(now)
            _write(self.directory / f"{record.key_id}.pem", pem)
            self._store((record,))

    def _new_key(self, now: datetime) -> tuple[KeyRecord, bytes]:
        if now.utcoffset() is None:
            raise KeyProblem("The time of a new key needs a time zone.")
        private = Ed25519PrivateKey.generate()
        public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        pem = private.private_bytes(
            Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(self._passphrase)
        )
        return KeyRecord(key_id=key_id_of(public), public_key=public, created_at=now), pem

    def _load(self, record: KeyRecord) -> Ed25519PrivateKey:
        path = self.directory / f"{record.key_id}.pem"
        try:
            key = load_pem_private_key(path.read_bytes(), self._passphrase)
        except FileNotFoundError as problem:
            raise KeyProblem(
                f"The key in use has no private file at {path}. Restore it, or rotate."
            ) from problem
        except (ValueError, TypeError) as problem:
            raise KeyProblem(f"{path} does not open with this master secret, or is damaged.") from problem
        if not isinstance(key, Ed25519PrivateKey):
            raise KeyProblem(f"{path} is not an {ALGORITHM} key.")
        if key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw) != record.public_key:
            raise KeyProblem(f"{path} does not belong to the public key of {record.key_id}.")
        return key

    def _store(self, records: tuple[KeyRecord, ...]) -> None:
        body: JsonObject = {"schema": RING_SCHEMA, "keys": [_record_json(record) for record in records]}
        ring = {**body, "mac": _mac(self._mac_key, body)}
        _write(self.directory / RING_FILE, canonical_bytes(ring) + b"\n")

    def _destroy_private_halves_except(self, key_id: str) -> None:
        for path in self.directory.glob("*.pem"):
            if path.stem != key_id:
                path.write_bytes(bytes(path.stat().st_size))
                path.unlink()
        _sync_directory(self.directory)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        descriptor = os.open(self.directory / LOCK_FILE, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


def create_ring(directory: Path, secret: bytes, *, now: datetime) -> KeyRing:
    """Make a ring with its first key; KeyProblem if there is one already."""
    ring = KeyRing(directory, secret)
    ring._start(now)
    return ring


def open_ring(directory: Path, secret: bytes) -> KeyRing:
    """Open an existing ring; KeyProblem if it is missing, altered or made with another master secret."""
    ring = KeyRing(directory, secret)
    ring.active()
    return ring


def key_id_of(public_key: bytes) -> str:
    """A short fingerprint: the first 16 hexadecimal digits of the public key's SHA-256."""
    return hashlib.sha256(public_key).hexdigest()[:16]


def is_signature(record: KeyRecord, value: bytes, message: bytes) -> bool:
    """True if this key signed this message."""
    try:
        Ed25519PublicKey.from_public_bytes(record.public_key).verify(value, message)
    except InvalidSignature:
        return False
    return True


def _derived(secret: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=purpose).derive(secret)


def _mac(key: bytes, body: JsonObject) -> str:
    return hmac.new(key, canonical_bytes(body), hashlib.sha256).hexdigest()


def _record_json(record: KeyRecord) -> JsonObject:
    return {
        "key_id": record.key_id,
        "algorithm": ALGORITHM,
        "public_key": base64.b64encode(record.public_key).decode("ascii"),
        "created_at": record.created_at.isoformat(),
        "retired_at": record.retired_at.isoformat() if record.retired_at else None,
    }


def _read_ring(path: Path, mac_key: bytes) -> tuple[KeyRecord, ...]:
    try:
        ring = dict(parse_object(path.read_bytes()))
        mac = str(ring.pop("mac", ""))
        if not hmac.compare_digest(mac.encode(), _mac(mac_key, ring).encode()):
            raise KeyProblem(
                f"{path} was altered, or belongs to another master secret. Restore it from a backup."
            )
        return tuple(_record(entry) for entry in cast(list[JsonObject], ring["keys"]))
    except (NotCanonical, KeyError, TypeError, ValueError) as problem:
        raise KeyProblem(f"{path} cannot be read as a key ring. Restore it from a backup.") from problem


def _record(entry: JsonObject) -> KeyRecord:
    retired_at = entry["retired_at"]
    return KeyRecord(
        key_id=str(entry["key_id"]),
        public_key=base64.b64decode(str(entry["public_key"]), validate=True),
        created_at=datetime.fromisoformat(str(entry["created_at"])),
        retired_at=datetime.fromisoformat(str(retired_at)) if retired_at else None,
    )


def _write(path: Path, data: bytes) -> None:
    """Write the whole file or nothing, readable by its owner alone, and on the disk before we go on."""
    draft = path.with_name(path.name + ".new")
    with suppress(FileNotFoundError):
        draft.unlink()
    descriptor = os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    _sync_directory(path.parent)


def _sync_directory(directory: Path) -> None:
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
