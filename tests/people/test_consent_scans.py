"""Scans of signed papers: recognised by content, shown only to houses that serve the candidate, audited."""

import pytest
import sqlalchemy as sa

from testing_app.audit.events import Event
from testing_app.audit.models import AuditEntry
from testing_app.errors import Invalid, NotFound
from testing_app.people.consent_scans import LARGEST, add_scan, read_scan, view_scan
from testing_app.vocabulary import Role
from tests.world import NOW, World

PDF = b"%PDF-1.7\n1 0 obj\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0 some picture \xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n some picture IEND\xaeB`\x82"


@pytest.mark.parametrize(
    ("content", "media_type"), [(PDF, "application/pdf"), (JPEG, "image/jpeg"), (PNG, "image/png")]
)
def test_a_scan_is_recognised_by_its_content(content: bytes, media_type: str):
    assert read_scan(content).media_type == media_type


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "scan_not_recognised"),
        (b"<script>alert(1)</script>%PDF-", "scan_not_recognised"),
        (b"MZ\x90", "scan_not_recognised"),
        (PDF[:12], "scan_cut_short"),
        (PNG[:12], "scan_cut_short"),
        (b"%PDF-" + b"0" * LARGEST, "scan_too_large"),
    ],
)
def test_what_is_no_whole_scan_is_refused_with_the_reason(content: bytes, problem: str):
    with pytest.raises(Invalid) as refusal:
        read_scan(content)

    assert refusal.value.problems == {"scan": [problem]}


def test_viewing_a_scan_is_written_down_and_strangers_find_none(world: World):
    officer = world.act(Role.AUTHORITY_OFFICER)
    with world.database.transaction() as session:
        candidate = world.add_candidate(session)
        scan = add_scan(session, candidate.id, read_scan(PDF), by=officer, now=NOW)

        assert view_scan(session, scan.id, by=officer, now=NOW).content == PDF
        with pytest.raises(NotFound):
            view_scan(session, scan.id, by=world.act("other_officer"), now=NOW)
        with pytest.raises(NotFound):
            add_scan(session, candidate.id, read_scan(PDF), by=world.act("other_officer"), now=NOW)

        events = session.scalars(
            sa.select(AuditEntry.action).where(AuditEntry.subject_kind == "consent_scan")
        )
        assert sorted(events) == [Event.CONSENT_SCAN_ADDED, Event.CONSENT_SCAN_VIEWED]
