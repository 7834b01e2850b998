"""Writes the next migration from the difference between the models and the newest migration.

Usage: .venv/bin/python scripts/new_migration.py 0002 "Short message"
"""

import sys
import tempfile
from pathlib import Path

from testing_app.persistence import migrate
from testing_app.persistence.database import Database
from testing_app.schema import METADATA

with tempfile.TemporaryDirectory() as folder:
    database = Database(f"sqlite:///{Path(folder) / 'new.db'}")
    migrate.upgrade(database)
    migrate.write_revision(database, METADATA, number=sys.argv[1], message=sys.argv[2])
