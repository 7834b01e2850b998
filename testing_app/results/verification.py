"""Is this file a result of ours? Reads a JSON envelope or a PDF from a stranger, and says what it proves."""

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from testing_app.results.attachments import UnreadablePdf, attached_files
from testing_app.results.canonical import NotCanonical, canonical_bytes, parse_canonical, parse_object
from testing_app.results.document import ResultDocument
from testing_app.results.keys import KeyRing
from testing_app.results.pdf import DOCUMENT_FILE, SIGNATURE_FILE
from testing_app.results.reading import NotAResult, read_document
from testing_app.results.signing import (
    Signature,
    SignatureVerdict,
    pdf_digest,
    read_signature,
    signature_from_bytes,
    verify,
    verify_pdf,
)

LARGEST_FILE = 10_000_000  # bytes; a result PDF is about 100,000
# A key may be retired by another process while a result is being written.
RETIREMENT_SLACK = timedelta(minutes=5)


class Verdict(StrEnum):
    """What the file proves."""

    VALID = "valid"  # ours, unaltered, and in force
    SUPERSEDED = "superseded"  # ours, unaltered, but a newer result holds
    PDF_ALTERED = "pdf_altered"  # the data inside is ours, but the pages are not the ones we made
    ALTERED = "altered"  # names a key of ours, but the signature does not fit the data
    NOT_OURS = "not_ours"  # signed by nobody we know, or a result we never issued
    UNREADABLE = "unreadable"  # not a file this page can read


class FileKind(StrEnum):
    """What was handed in."""

    JSON = "json"
    PDF = "pdf"


@dataclass(frozen=True, kw_only=True)
class IssuedResult:
    """What the register knows of a result: the bytes as signed, the PDF as made, and what replaced it."""

    content: bytes
    pdf_digest: str | None
    pdf_signature: Signature | None
    superseded_by: str | None


FindIssued = Callable[[str], IssuedResult | None]


@dataclass(frozen=True, kw_only=True)
class Verification:
    """The answer to whoever asks; the document is given only when its signature holds."""

    verdict: Verdict
    kind: FileKind | None = None
    document: ResultDocument | None = None
    key_id: str | None = None
    superseded_by: str | None = None
    problem: str | None = None


class _Unreadable(Exception):
    """The file cannot be read; the message is a code that pages turn into words."""


def verify_file(data: bytes, ring: KeyRing, *, find_issued: FindIssued) -> Verification:
    """Check a file from anybody; never raises for what is in the file."""
    kind = FileKind.PDF if data[:1024].lstrip().startswith(b"%PDF-") else FileKind.JSON
    try:
        if len(data) > LARGEST_FILE:
            raise _Unreadable("too_large")
        content, signature = _from_pdf(data) if kind is FileKind.PDF else _from_envelope(data)
    except _Unreadable as problem:
        return Verification(verdict=Verdict.UNREADABLE, kind=kind, problem=str(problem))
    refused = _refusal(verify(content, signature, ring))
    if refused:
        return Verification(verdict=refused, kind=kind, key_id=signature.key_id)
    return _against_register(data, kind, content, signature, ring=ring, find_issued=find_issued)


def envelope_bytes(content: bytes, signature: Signature) -> bytes:
    """The JSON file that people download: the document as signed, and its signature."""
    return canonical_bytes({"document": parse_canonical(content), "signature": signature.to_json_object()})


def _refusal(verdict: SignatureVerdict) -> Verdict | None:
    return {
        SignatureVerdict.VALID: None,
        SignatureVerdict.UNKNOWN_KEY: Verdict.NOT_OURS,
        SignatureVerdict.ALTERED: Verdict.ALTERED,
        SignatureVerdict.MALFORMED: Verdict.ALTERED,
    }[verdict]


def _against_register(
    data: bytes,
    kind: FileKind,
    content: bytes,
    signature: Signature,
    *,
    ring: KeyRing,
    find_issued: FindIssued,
) -> Verification:
    try:
        document = read_document(content)
    except NotAResult:
        return Verification(verdict=Verdict.UNREADABLE, kind=kind, problem="not_a_result")
    issued = find_issued(document.result_id)
    if issued is None or issued.content != content or _signed_after_retirement(document, signature, ring):
        return Verification(verdict=Verdict.NOT_OURS, kind=kind, key_id=signature.key_id)
    verdict = Verdict.SUPERSEDED if issued.superseded_by else Verdict.VALID
    if kind is FileKind.PDF and not _is_the_pdf_we_made(data, document.result_id, issued, ring):
        verdict = Verdict.PDF_ALTERED
    return Verification(
        verdict=verdict,
        kind=kind,
        document=document,
        key_id=signature.key_id,
        superseded_by=issued.superseded_by,
    )


def _signed_after_retirement(document: ResultDocument, signature: Signature, ring: KeyRing) -> bool:
    record = ring.find(signature.key_id)
    retired_at: datetime | None = record.retired_at if record else None
    return retired_at is not None and document.issued_at > retired_at + RETIREMENT_SLACK


def _is_the_pdf_we_made(pdf: bytes, result_id: str, issued: IssuedResult, ring: KeyRing) -> bool:
    if issued.pdf_digest is None or issued.pdf_signature is None:
        return False
    digest = pdf_digest(pdf)
    same = hmac.compare_digest(digest, issued.pdf_digest)
    return same and verify_pdf(digest, result_id, issued.pdf_signature, ring) is SignatureVerdict.VALID


def _from_envelope(data: bytes) -> tuple[bytes, Signature]:
    try:
        envelope = parse_object(data.removeprefix(b"\xef\xbb\xbf"))
        document, signature = envelope.get("document"), envelope.get("signature")
        if not isinstance(document, Mapping) or not isinstance(signature, Mapping):
            raise _Unreadable("not_an_envelope")
        return canonical_bytes(document), read_signature(signature)
    except NotCanonical as problem:
        raise _Unreadable("not_an_envelope") from problem


def _from_pdf(data: bytes) -> tuple[bytes, Signature]:
    try:
        files = attached_files(data)
        return files[DOCUMENT_FILE], signature_from_bytes(files[SIGNATURE_FILE])
    except UnreadablePdf as problem:
        raise _Unreadable(str(problem)) from problem
    except KeyError as problem:
        raise _Unreadable("nothing_attached") from problem
    except NotCanonical as problem:
        raise _Unreadable("not_an_envelope") from problem
