"""The file of a backup: a zip of members, and a manifest with the digest of each, under a MAC."""

import hmac
import json
import os
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import IO, Any

FORMAT = "lahtotaso/backup/1"
MANIFEST = "manifest.json"
CHUNK = 1 << 20


class ArchiveProblem(Exception):
    """The file is no backup of ours, or not as it was written; the message says what to do."""


@dataclass
class ArchiveWriter:
    """Adds members one after the other and remembers the digest of each."""

    zip_file: zipfile.ZipFile
    digests: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, chunks: Iterable[bytes]) -> None:
        """Write one member, chunk by chunk."""
        digest = sha256()
        with self.zip_file.open(name, "w", force_zip64=True) as out:
            for chunk in chunks:
                digest.update(chunk)
                out.write(chunk)
        self.digests[name] = digest.hexdigest()


@contextmanager
def write_archive(path: Path, *, key: bytes, facts: dict[str, Any]) -> Iterator[ArchiveWriter]:
    """A new archive that appears under its name only when it is complete, readable by its owner alone.

    What the caller puts into `facts` while writing goes into the manifest.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zip_file:
                writer = ArchiveWriter(zip_file)
                yield writer
                body = {"format": FORMAT, **facts, "key": _key_mark(key), "sha256": writer.digests}
                zip_file.writestr(MANIFEST, json.dumps({**body, "mac": _mac(body, key)}, indent=1))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        with suppress(FileNotFoundError):
            draft.unlink()


@dataclass(frozen=True)
class ArchiveReader:
    """An archive whose manifest and members have all been checked."""

    zip_file: zipfile.ZipFile
    facts: Mapping[str, Any]

    def names(self) -> list[str]:
        """Every member."""
        return list(self.facts["sha256"])

    def open(self, name: str) -> IO[bytes]:
        """One member, to stream."""
        return self.zip_file.open(name)


@contextmanager
def open_archive(path: Path, *, key: bytes) -> Iterator[ArchiveReader]:
    """Open a backup and check its manifest and every member before anything is used."""
    try:
        with zipfile.ZipFile(path) as zip_file:
            reader = ArchiveReader(zip_file, _manifest(zip_file, path, key))
            _check_members(reader, path)
            yield reader
    except FileNotFoundError as problem:
        raise ArchiveProblem(f"There is no file {path}.") from problem
    except (zipfile.BadZipFile, OSError, EOFError, ValueError) as problem:
        raise ArchiveProblem(f"{path} is damaged or is no backup ({problem}). Use another copy.") from problem


def _manifest(zip_file: zipfile.ZipFile, path: Path, key: bytes) -> Mapping[str, Any]:
    try:
        manifest: dict[str, Any] = json.loads(zip_file.read(MANIFEST))
        mac = str(manifest.pop("mac"))
        mark, form = str(manifest["key"]), manifest["format"]
    except (KeyError, AttributeError, TypeError) as problem:
        raise ArchiveProblem(f"{path} is no backup of this product.") from problem
    if form != FORMAT:
        raise ArchiveProblem(f"{path} has the format {form}; this version reads {FORMAT}.")
    if not hmac.compare_digest(mark, _key_mark(key)):
        raise ArchiveProblem(
            f"{path} was made with another master secret: the audit, identity codes and signing keys need it."
            " Copy the secret.key of the installation that made the backup into the home folder of this one"
            " (LAHTOTASO_HOME) in place of the secret.key there, or put that secret into LAHTOTASO_SECRET,"
            " then restore again."
        )
    if not hmac.compare_digest(mac, _mac(manifest, key)):
        raise ArchiveProblem(f"The manifest of {path} was altered. Use another copy.")
    return manifest


def _check_members(reader: ArchiveReader, path: Path) -> None:
    listed = reader.facts["sha256"]
    found = [name for name in reader.zip_file.namelist() if name != MANIFEST]
    if sorted(found) != sorted(listed):
        raise ArchiveProblem(f"{path} does not hold the members its manifest names. Use another copy.")
    for name, expected in listed.items():
        digest = sha256()
        with reader.open(name) as member:
            while chunk := member.read(CHUNK):
                digest.update(chunk)
        if digest.hexdigest() != expected:
            raise ArchiveProblem(f"{name} in {path} was altered or is damaged. Use another copy.")


def _key_mark(key: bytes) -> str:
    """Tells one master secret from another without telling anything about it."""
    return hmac.new(key, b"which key", sha256).hexdigest()[:16]


def _mac(body: Mapping[str, Any], key: bytes) -> str:
    content = json.dumps(body, sort_keys=True, separators=(",", ":"))
    return hmac.new(key, b"manifest\n" + content.encode(), sha256).hexdigest()
