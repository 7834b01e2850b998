"""Rule sets that authorities write and activate; a sealed text is kept by the database; the interview."""

import sqlalchemy as sa
from alembic import op

import testing_app.persistence.base

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


SQLITE = (
    """CREATE TRIGGER rule_set_texts_keep_{name} BEFORE {verb} ON rule_set_texts
    WHEN OLD.sealed_at IS NOT NULL
    BEGIN SELECT RAISE(ABORT, 'sealed rule sets never change'); END"""
)  # fmt: skip
FUNCTION = """CREATE FUNCTION rule_set_texts_keep() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'sealed rule sets never change'; END $$"""
TRIGGER = """CREATE TRIGGER rule_set_texts_keep BEFORE UPDATE OR DELETE ON rule_set_texts
FOR EACH ROW WHEN (OLD.sealed_at IS NOT NULL) EXECUTE FUNCTION rule_set_texts_keep()"""


def upgrade() -> None:
    op.create_table(
        "rule_set_texts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("rule_set_id", sa.String(length=60), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("answers", sa.String(length=20), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("based_on", sa.String(length=100), nullable=False),
        sa.Column("drafted_by_id", sa.Uuid(), nullable=False),
        sa.Column("drafted_at", testing_app.persistence.base.Moment(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Uuid(), nullable=False),
        sa.Column("changed_at", testing_app.persistence.base.Moment(timezone=True), nullable=False),
        sa.Column("sealed_at", testing_app.persistence.base.Moment(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["organisations.id"], name=op.f("fk_rule_set_texts_authority_id")
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["accounts.id"], name=op.f("fk_rule_set_texts_changed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["drafted_by_id"], ["accounts.id"], name=op.f("fk_rule_set_texts_drafted_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_set_texts")),
        sa.UniqueConstraint("rule_set_id", "number", name=op.f("uq_rule_set_texts_rule_set_id_number")),
    )
    with op.batch_alter_table("rule_set_texts", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rule_set_texts_authority_id"), ["authority_id"], unique=False)

    op.create_table(
        "rule_set_activations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column(
            "language_tested",
            sa.Enum("fi", "sv", name="testedlanguage", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("answers", sa.String(length=20), nullable=False),
        sa.Column("rule_set_id", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text_id", sa.Uuid(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "approved",
                "refused",
                "withdrawn",
                name="activationstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", testing_app.persistence.base.Moment(timezone=True), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", testing_app.persistence.base.Moment(timezone=True), nullable=True),
        sa.Column("decision_note", sa.String(length=2000), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'proposed') = (decided_at IS NULL)",
            name=op.f("ck_rule_set_activations_decided_or_open"),
        ),
        sa.CheckConstraint(
            "state <> 'approved' OR decided_by_id <> proposed_by_id",
            name=op.f("ck_rule_set_activations_approved_by_a_second_person"),
        ),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["organisations.id"], name=op.f("fk_rule_set_activations_authority_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["accounts.id"], name=op.f("fk_rule_set_activations_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["accounts.id"], name=op.f("fk_rule_set_activations_proposed_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["text_id"], ["rule_set_texts.id"], name=op.f("fk_rule_set_activations_text_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rule_set_activations")),
    )
    with op.batch_alter_table("rule_set_activations", schema=None) as batch_op:
        batch_op.create_index(
            "ix_rule_set_activations_in_force",
            ["authority_id", "language_tested", "answers", "starts_on"],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_rule_set_activations_text_id"), ["text_id"], unique=False)
        batch_op.create_index(
            "uq_rule_set_activations_open",
            ["authority_id", "language_tested", "rule_set_id", "number", "starts_on"],
            unique=True,
            sqlite_where=sa.text("state = 'proposed'"),
            postgresql_where=sa.text("state = 'proposed'"),
        )

    op.add_column("backgrounds", sa.Column("interview_level", sa.String(length=12), nullable=True))
    _keep_sealed_texts()


def downgrade() -> None:
    _let_sealed_texts_go()
    # Alembic's batch would copy the table on SQLite and lose its named checks.
    op.execute("ALTER TABLE backgrounds DROP COLUMN interview_level")
    with op.batch_alter_table("rule_set_activations", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_rule_set_activations_open",
            sqlite_where=sa.text("state = 'proposed'"),
            postgresql_where=sa.text("state = 'proposed'"),
        )
        batch_op.drop_index(batch_op.f("ix_rule_set_activations_text_id"))
        batch_op.drop_index("ix_rule_set_activations_in_force")

    op.drop_table("rule_set_activations")
    with op.batch_alter_table("rule_set_texts", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rule_set_texts_authority_id"))

    op.drop_table("rule_set_texts")


def _keep_sealed_texts() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            op.execute(SQLITE.format(name=verb.lower(), verb=verb))
    else:
        op.execute(FUNCTION)
        op.execute(TRIGGER)


def _let_sealed_texts_go() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER IF EXISTS rule_set_texts_keep_{verb}")
    else:
        op.execute("DROP TRIGGER IF EXISTS rule_set_texts_keep ON rule_set_texts")
        op.execute("DROP FUNCTION IF EXISTS rule_set_texts_keep()")
