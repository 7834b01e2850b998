"""Every table of the product in one place, for migrations, backups and tests."""

import sqlalchemy as sa

import testing_app.advice.models
import testing_app.applications.models
import testing_app.audit.models
import testing_app.bookings.models
import testing_app.courses.models
import testing_app.delivery.models
import testing_app.inbox.models
import testing_app.items.models
import testing_app.people.models
import testing_app.placements.models
import testing_app.post.models
import testing_app.queue.models
import testing_app.results.models
import testing_app.rule_sets.models
import testing_app.sheets.models
import testing_app.sittings.models
import testing_app.wording.models  # noqa: F401  (all imported for their tables)
from testing_app.persistence.base import Base

METADATA: sa.MetaData = Base.metadata
