"""Takes the files attached to a PDF out of it, expecting the PDF to come from an enemy."""

import io
import zlib
from itertools import islice

from pypdf import Configuration, PdfReader, apply_configuration
from pypdf.errors import PyPdfError

MOST_ATTACHMENTS = 8
LARGEST_ATTACHMENT = 1_000_000  # bytes once unpacked; a result is about 3,000

_LIMITS = Configuration(
    maximum_declared_stream_length=10_000_000,
    zlib_maximum_output_length=4_000_000,
    lzw_maximum_output_length=4_000_000,
    run_length_maximum_output_length=4_000_000,
    zlib_maximum_recovery_input_length=1_000_000,
    stream_filters_maximum_length=4,
    stream_decoding_work_maximum_length=16_000_000,
    array_maximum_element_count=50_000,
    dictionary_maximum_element_count=50_000,
)


class UnreadablePdf(Exception):
    """The PDF cannot be read safely; the message is a code: encrypted, too_many_files, broken_pdf ..."""


def attached_files(pdf: bytes) -> dict[str, bytes]:
    """Name and content of each attached file; UnreadablePdf for anything odd, two of one name included."""
    try:
        with apply_configuration(_LIMITS):
            return _files_of(PdfReader(io.BytesIO(pdf), strict=False))
    except UnreadablePdf:
        raise
    except (PyPdfError, ValueError, TypeError, LookupError, AttributeError, RecursionError) as problem:
        raise UnreadablePdf("broken_pdf") from problem
    except (
        OSError,
        ArithmeticError,
        AssertionError,
        NotImplementedError,
        MemoryError,
        zlib.error,
    ) as problem:
        raise UnreadablePdf("broken_pdf") from problem


def _files_of(reader: PdfReader) -> dict[str, bytes]:
    if reader.is_encrypted:
        raise UnreadablePdf("encrypted")
    found = list(islice(reader.attachment_list, MOST_ATTACHMENTS + 1))
    if len(found) > MOST_ATTACHMENTS:
        raise UnreadablePdf("too_many_files")
    files: dict[str, bytes] = {}
    for file in found:
        if file.name in files:
            raise UnreadablePdf("repeated_file")
        content = file.content
        if len(content) > LARGEST_ATTACHMENT:
            raise UnreadablePdf("too_large")
        files[file.name] = content
    return files
