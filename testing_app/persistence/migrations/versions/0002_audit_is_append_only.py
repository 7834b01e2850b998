"""The database itself refuses to change or delete an audit entry."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SQLITE = (
    """CREATE TRIGGER audit_entries_keep_{name} BEFORE {verb} ON audit_entries
    BEGIN SELECT RAISE(ABORT, 'audit entries are append-only'); END"""
)  # fmt: skip
FUNCTION = """CREATE FUNCTION audit_entries_keep() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'audit entries are append-only'; END $$"""
TRIGGER = """CREATE TRIGGER audit_entries_keep BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entries
FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_keep()"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(SQLITE.format(name=verb.lower(), verb=verb))
    else:
        op.execute(FUNCTION)
        op.execute(TRIGGER)


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER IF EXISTS audit_entries_keep_{verb}")
    else:
        op.execute("DROP TRIGGER IF EXISTS audit_entries_keep ON audit_entries")
        op.execute("DROP FUNCTION IF EXISTS audit_entries_keep()")
