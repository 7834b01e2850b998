"""Guards the page of how often assessors agree with the rules: it is about colleagues, so it is audited."""

from typing import Any

import sqlalchemy as sa

from testing_app.audit.models import AuditEntry
from testing_app.vocabulary import Role
from tests.world import World


def test_whoever_looks_at_the_agreement_of_assessors_leaves_an_audit_entry(app: Any, world: World) -> None:
    client = app.test_client()
    client.set_cookie("lahtotaso_session", world.cookie(Role.CENTRE_LEAD))

    page = client.get("/centre/agreement")

    with world.database.reading() as session:
        entry = session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "agreement_viewed")).one()
        assert page.status_code == 200
        assert entry.account_id == world.act(Role.CENTRE_LEAD).account_id
        assert entry.details == {"rows": 0}
