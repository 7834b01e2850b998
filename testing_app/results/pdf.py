"""The PDF of a result: rendered by whoever draws letters, carrying document and signature, digest signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from testing_app.results.document import ResultDocument
from testing_app.results.keys import KeyRing
from testing_app.results.signing import Signature, pdf_digest, sign_pdf

DOCUMENT_FILE = "result.json"
SIGNATURE_FILE = "result.sig.json"


@dataclass(frozen=True, kw_only=True)
class AttachedFile:
    """A file that travels inside the PDF."""

    name: str
    content: bytes
    description: str


class ResultRenderer(Protocol):
    """Draws a result as a PDF with these files attached (`results.letter.result_pdf` is one)."""

    def __call__(
        self, document: ResultDocument, attachments: Sequence[AttachedFile], *, language: str, verify_at: str
    ) -> bytes: ...


@dataclass(frozen=True, kw_only=True)
class SignedPdf:
    """A PDF as it is kept and sent: its bytes, their SHA-256 and the signature over it."""

    content: bytes
    digest: str
    signature: Signature


@dataclass(frozen=True, kw_only=True)
class SignedDocument:
    """A result with its canonical bytes and the signature over them."""

    document: ResultDocument
    content: bytes
    signature: Signature


def make_signed_pdf(
    signed: SignedDocument, render: ResultRenderer, *, language: str, verify_at: str, ring: KeyRing
) -> SignedPdf:
    """Draw the result in Finnish and `language` and sign the digest of the whole file."""
    attachments = (
        AttachedFile(name=DOCUMENT_FILE, content=signed.content, description="The result, canonical JSON"),
        AttachedFile(
            name=SIGNATURE_FILE, content=signed.signature.to_bytes(), description="The signature, Ed25519"
        ),
    )
    content = render(signed.document, attachments, language=language, verify_at=verify_at)
    signature = sign_pdf(content, signed.document.result_id, ring)
    return SignedPdf(content=content, digest=pdf_digest(content), signature=signature)
