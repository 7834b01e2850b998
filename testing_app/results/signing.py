"""Signs and checks: the canonical bytes of a result, and the whole PDF that shows it."""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from enum import StrEnum

from testing_app.results.canonical import JsonObject, NotCanonical, canonical_bytes, parse_object
from testing_app.results.keys import ALGORITHM, KeyRecord, KeyRing, is_signature

# What is signed starts with what it is, so that a signature over one kind never passes for another.
DOCUMENT_PREFIX = b"lahtotaso-result-v1\n"
PDF_PREFIX = b"lahtotaso-pdf-v1\n"


class SignatureVerdict(StrEnum):
    """What a signature proves."""

    VALID = "valid"
    UNKNOWN_KEY = "unknown_key"
    ALTERED = "altered"
    MALFORMED = "malformed"


@dataclass(frozen=True, kw_only=True)
class Signature:
    """Which key signed, how, and the signature in base64."""

    key_id: str
    algorithm: str
    value: str

    def to_json_object(self) -> JsonObject:
        """The signature as it stands in an envelope and in `result.sig.json`."""
        return {"algorithm": self.algorithm, "key_id": self.key_id, "value": self.value}

    def to_bytes(self) -> bytes:
        """The signature file that travels beside the document."""
        return canonical_bytes(self.to_json_object())

    def to_text(self) -> str:
        """The signature in one line, as a table column keeps it."""
        return f"{self.algorithm}:{self.key_id}:{self.value}"


def signature_from_text(text: str) -> Signature:
    """The signature that `to_text` wrote."""
    algorithm, key_id, value = text.split(":")
    return Signature(algorithm=algorithm, key_id=key_id, value=value)


def sign(document: bytes, ring: KeyRing) -> Signature:
    """Sign the canonical bytes of a result with the key in use."""
    return _signed(DOCUMENT_PREFIX + document, ring)


def verify(document: bytes, signature: Signature, ring: KeyRing) -> SignatureVerdict:
    """Did one of our keys sign exactly these bytes?"""
    return _checked(DOCUMENT_PREFIX + document, signature, ring)


def sign_pdf(pdf: bytes, result_id: str, ring: KeyRing) -> Signature:
    """Sign a whole PDF together with the id of the result it shows."""
    return _signed(_pdf_message(pdf_digest(pdf), result_id), ring)


def verify_pdf(digest: str, result_id: str, signature: Signature, ring: KeyRing) -> SignatureVerdict:
    """Did one of our keys sign a PDF with this SHA-256 (hexadecimal) for this result?"""
    return _checked(_pdf_message(digest, result_id), signature, ring)


def pdf_digest(pdf: bytes) -> str:
    """SHA-256 of the whole PDF, in hexadecimal."""
    return hashlib.sha256(pdf).hexdigest()


def read_signature(value: JsonObject) -> Signature:
    """The signature in a JSON object; NotCanonical if it is not one."""
    fields = {name: value.get(name) for name in ("key_id", "algorithm", "value")}
    if set(value) != set(fields) or not all(isinstance(field, str) for field in fields.values()):
        raise NotCanonical("A signature has exactly the texts algorithm, key_id and value.")
    return Signature(**{name: str(field) for name, field in fields.items()})


def signature_from_bytes(data: bytes) -> Signature:
    """The signature in a signature file; NotCanonical if it is not one."""
    return read_signature(parse_object(data))


def key_of(signature: Signature, ring: KeyRing) -> KeyRecord | None:
    """The key of ours that the signature names, or None."""
    return ring.find(signature.key_id)


def _signed(message: bytes, ring: KeyRing) -> Signature:
    key_id, value = ring.sign(message)
    return Signature(key_id=key_id, algorithm=ALGORITHM, value=base64.b64encode(value).decode("ascii"))


def _checked(message: bytes, signature: Signature, ring: KeyRing) -> SignatureVerdict:
    if signature.algorithm != ALGORITHM:
        return SignatureVerdict.MALFORMED
    try:
        value = base64.b64decode(signature.value, validate=True)
    except (binascii.Error, ValueError):
        return SignatureVerdict.MALFORMED
    if base64.b64encode(value).decode("ascii") != signature.value:
        return SignatureVerdict.MALFORMED
    record = ring.find(signature.key_id)
    if record is None:
        return SignatureVerdict.UNKNOWN_KEY
    return SignatureVerdict.VALID if is_signature(record, value, message) else SignatureVerdict.ALTERED


def _pdf_message(digest: str, result_id: str) -> bytes:
    return PDF_PREFIX + result_id.encode("utf-8") + b"\n" + digest.encode("ascii")
