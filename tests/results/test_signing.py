"""Signatures and the verification of what strangers hand in."""

import base64
import io
import zlib
from dataclasses import replace
from datetime import timedelta

import pytest
from pypdf import PdfWriter

from testing_app.results.canonical import canonical_bytes
from testing_app.results.keys import create_ring
from testing_app.results.pdf import make_signed_pdf
from testing_app.results.signing import (
    SignatureVerdict,
    pdf_digest,
    sign,
    sign_pdf,
    signature_from_bytes,
    signature_from_text,
    verify,
    verify_pdf,
)
from testing_app.results.verification import FileKind, IssuedResult, Verdict, envelope_bytes, verify_file
from tests.results.samples import (
    EARLIER_ID,
    ISSUED_AT,
    NEW_YEAR,
    RESULT_ID,
    SECRET,
    a_document,
    issued,
    plain_renderer,
    ring_in,
    signed,
)


@pytest.fixture
def ring(tmp_path):
    return ring_in(tmp_path)


@pytest.fixture
def result(ring):
    return signed(a_document(), ring)


def register(**known):
    """A lookup of issued results that knows one result."""

    def find(result_id):
        return known.get("entry") if result_id == RESULT_ID else None

    return find


def nothing_issued(result_id):
    return None


def pdf_with(*files):
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    for name, content in files:
        writer.add_attachment(name, content)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def result_pdf_of(result):
    return pdf_with(("result.json", result.content), ("result.sig.json", result.signature.to_bytes()))


def with_pdf(result, pdf, ring):
    return replace(issued(result), pdf_digest=pdf_digest(pdf), pdf_signature=sign_pdf(pdf, RESULT_ID, ring))


def test_a_signature_holds_for_its_bytes_and_no_others(ring, result):
    assert verify(result.content, result.signature, ring) is SignatureVerdict.VALID
    for place in range(0, len(result.content), 97):
        changed = bytearray(result.content)
        changed[place] ^= 1
        assert verify(bytes(changed), result.signature, ring) is SignatureVerdict.ALTERED


def test_a_signature_survives_rotation_and_its_own_file(ring, result):
    ring.rotate(NEW_YEAR + timedelta(days=200))

    kept = signature_from_bytes(result.signature.to_bytes())

    assert verify(result.content, kept, ring) is SignatureVerdict.VALID
    assert signature_from_text(kept.to_text()) == kept


def test_a_signature_of_a_stranger_is_not_ours(ring, result, tmp_path):
    stranger = create_ring(tmp_path / "stranger", SECRET, now=NEW_YEAR)

    assert verify(result.content, sign(result.content, stranger), ring) is SignatureVerdict.UNKNOWN_KEY


@pytest.mark.parametrize("value", ["", "%%%", "AAAA", "aGVq\n"])
def test_a_signature_that_is_not_one_never_holds(ring, result, value):
    broken = replace(result.signature, value=value)

    assert verify(result.content, broken, ring) is not SignatureVerdict.VALID


def test_another_algorithm_is_refused(ring, result):
    other = replace(result.signature, algorithm="none")

    assert verify(result.content, other, ring) is SignatureVerdict.MALFORMED


def test_a_signature_over_a_pdf_never_passes_for_one_over_a_document(ring):
    pdf_signature = sign_pdf(b"pages", RESULT_ID, ring)
    message = RESULT_ID.encode() + b"\n" + pdf_digest(b"pages").encode()

    assert verify(message, pdf_signature, ring) is SignatureVerdict.ALTERED
    assert verify_pdf(pdf_digest(b"pages"), RESULT_ID, pdf_signature, ring) is SignatureVerdict.VALID


def test_a_pdf_signature_belongs_to_one_result(ring):
    signature = sign_pdf(b"pages", RESULT_ID, ring)

    assert verify_pdf(pdf_digest(b"pages"), EARLIER_ID, signature, ring) is SignatureVerdict.ALTERED
    assert verify_pdf(pdf_digest(b"other"), RESULT_ID, signature, ring) is SignatureVerdict.ALTERED


def test_the_pdf_is_signed_with_what_it_carries(ring, result):
    made = make_signed_pdf(result, plain_renderer, language="ar", verify_at="https://x.example", ring=ring)

    assert made.content == b"%PDF-" + result.content + result.signature.to_bytes()
    assert made.digest == pdf_digest(made.content)
    assert verify_pdf(made.digest, RESULT_ID, made.signature, ring) is SignatureVerdict.VALID


def test_the_downloaded_json_is_valid(ring, result):
    file = envelope_bytes(result.content, result.signature)

    answer = verify_file(file, ring, find_issued=register(entry=issued(result)))

    assert (answer.verdict, answer.kind, answer.document) == (Verdict.VALID, FileKind.JSON, result.document)


def test_json_that_an_editor_reformatted_is_still_valid(ring, result):
    file = envelope_bytes(result.content, result.signature).replace(b'":', b'" : ').replace(b",", b",\n ")

    assert verify_file(file, ring, find_issued=register(entry=issued(result))).verdict is Verdict.VALID


def test_a_raised_level_is_found_out(ring, result):
    file = envelope_bytes(result.content, result.signature).replace(b'"A2.1"', b'"B1.1"')

    answer = verify_file(file, ring, find_issued=register(entry=issued(result)))

    assert answer.verdict is Verdict.ALTERED
    assert answer.document is None


def test_a_result_signed_by_a_stranger_is_not_ours(ring, tmp_path):
    forged = signed(a_document(), create_ring(tmp_path / "stranger", SECRET, now=NEW_YEAR))
    file = envelope_bytes(forged.content, forged.signature)

    assert verify_file(file, ring, find_issued=register(entry=issued(forged))).verdict is Verdict.NOT_OURS


def test_a_result_that_the_register_never_issued_is_not_ours(ring, result):
    file = envelope_bytes(result.content, result.signature)
    other = signed(a_document(family_name="Toinen"), ring)

    assert verify_file(file, ring, find_issued=nothing_issued).verdict is Verdict.NOT_OURS
    assert verify_file(file, ring, find_issued=register(entry=issued(other))).verdict is Verdict.NOT_OURS


def test_a_replaced_result_says_which_one_holds(ring, result):
    file = envelope_bytes(result.content, result.signature)
    entry = replace(issued(result), superseded_by=EARLIER_ID)

    answer = verify_file(file, ring, find_issued=register(entry=entry))

    assert (answer.verdict, answer.superseded_by) == (Verdict.SUPERSEDED, EARLIER_ID)


def test_a_result_dated_after_its_key_was_retired_is_not_ours(ring, result):
    file = envelope_bytes(result.content, result.signature)
    ring.rotate(ISSUED_AT - timedelta(days=1))

    assert verify_file(file, ring, find_issued=register(entry=issued(result))).verdict is Verdict.NOT_OURS


def test_our_pdf_is_valid_and_one_more_byte_makes_it_altered(ring, result):
    pdf = result_pdf_of(result)
    find = register(entry=with_pdf(result, pdf, ring))

    assert verify_file(pdf, ring, find_issued=find).verdict is Verdict.VALID
    assert verify_file(pdf + b"\n", ring, find_issued=find).verdict is Verdict.PDF_ALTERED


def test_other_pages_around_our_data_are_found_out(ring, result):
    find = register(entry=with_pdf(result, b"%PDF- the real one", ring))

    answer = verify_file(result_pdf_of(result), ring, find_issued=find)

    assert (answer.verdict, answer.kind) == (Verdict.PDF_ALTERED, FileKind.PDF)


def test_a_pdf_put_into_the_register_without_our_signature_is_found_out(ring, result):
    pdf = result_pdf_of(result)
    signed_another = sign_pdf(b"%PDF- the real one", RESULT_ID, ring)
    swapped = replace(issued(result), pdf_digest=pdf_digest(pdf), pdf_signature=signed_another)

    assert verify_file(pdf, ring, find_issued=register(entry=swapped)).verdict is Verdict.PDF_ALTERED


def test_a_pdf_signed_by_us_that_the_register_does_not_hold_is_found_out(ring, result):
    pdf = result_pdf_of(result)
    other_digest = replace(with_pdf(result, pdf, ring), pdf_digest=pdf_digest(b"%PDF- the real one"))

    assert verify_file(pdf, ring, find_issued=register(entry=other_digest)).verdict is Verdict.PDF_ALTERED


def test_another_result_attached_to_our_pdf_is_found_out(ring, result):
    ours = result_pdf_of(result)
    find = register(entry=with_pdf(result, ours, ring))
    raised = result.content.replace(b'"A2.1"', b'"B1.1"', 1)
    swapped = pdf_with(("result.json", raised), ("result.sig.json", result.signature.to_bytes()))

    assert raised != result.content
    assert verify_file(swapped, ring, find_issued=find).verdict is Verdict.ALTERED


def test_a_register_without_a_pdf_signature_trusts_no_pdf(ring, result):
    pdf = result_pdf_of(result)
    unsigned = IssuedResult(
        content=result.content, pdf_digest=pdf_digest(pdf), pdf_signature=None, superseded_by=None
    )

    assert verify_file(pdf, ring, find_issued=register(entry=unsigned)).verdict is Verdict.PDF_ALTERED


def encrypted_pdf():
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("password", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def bomb_pdf():
    packed = zlib.compress(bytes(30_000_000), 9)
    plain = pdf_with(("result.json", b"x" * 50_000), ("result.sig.json", b"{}"))
    start = plain.index(b"x" * 50_000)
    head = plain[:start].replace(b"/Length 50000", b"/Filter /FlateDecode\n/Length %d" % len(packed))
    return head + packed + plain[start + 50_000 :]


HOSTILE = {
    "empty": (b"", "not_an_envelope"),
    "text": (b"hello", "not_an_envelope"),
    "list": (b"[]", "not_an_envelope"),
    "no signature": (b'{"document":{}}', "not_an_envelope"),
    "document as text": (b'{"document":"x","signature":{}}', "not_an_envelope"),
    "repeated member": (b'{"document":{},"document":{},"signature":{}}', "not_an_envelope"),
    "deep": (b'{"document":' + b"[" * 200_000, "not_an_envelope"),
    "huge": (b"x" * 10_000_001, "too_large"),
    "only a header": (b"%PDF-1.7", "broken_pdf"),
    "half a file": (pdf_with(("result.json", b"{}"))[:300], "broken_pdf"),
    "nothing attached": (pdf_with(), "nothing_attached"),
    "many files": (pdf_with(*((f"{n}.json", b"{}") for n in range(9))), "too_many_files"),
    "one name twice": (pdf_with(("result.json", b"{}"), ("result.json", b"[]")), "repeated_file"),
    "large file": (pdf_with(("result.json", b" " * 1_000_001)), "too_large"),
    "unsigned": (pdf_with(("result.json", b"{}"), ("result.sig.json", b"{}")), "not_an_envelope"),
    "encrypted": (encrypted_pdf(), "encrypted"),
    "bomb": (bomb_pdf(), "broken_pdf"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_told_apart_and_never_breaks_the_page(ring, name):
    data, problem = HOSTILE[name]

    answer = verify_file(data, ring, find_issued=nothing_issued)

    assert (answer.verdict, answer.problem, answer.document) == (Verdict.UNREADABLE, problem, None)


def test_a_pdf_cut_anywhere_never_breaks_the_page(ring, result):
    pdf = result_pdf_of(result)
    find = register(entry=with_pdf(result, pdf, ring))

    for end in range(0, len(pdf) - 1, max(1, len(pdf) // 60)):
        assert verify_file(pdf[:end], ring, find_issued=find).verdict is not Verdict.VALID


def test_signed_json_that_is_no_result_is_unreadable(ring):
    content = canonical_bytes({"schema": "something/else/1"})
    file = canonical_bytes(
        {"document": {"schema": "something/else/1"}, "signature": sign(content, ring).to_json_object()}
    )

    answer = verify_file(file, ring, find_issued=nothing_issued)

    assert (answer.verdict, answer.problem) == (Verdict.UNREADABLE, "not_a_result")


def test_a_signature_value_in_another_base64_spelling_is_refused(ring, result):
    raw = base64.b64decode(result.signature.value)
    spelled = base64.b64encode(raw).decode().rstrip("=") + "=="

    assert verify(result.content, replace(result.signature, value=spelled + "="), ring) is not (
        SignatureVerdict.VALID
    )
