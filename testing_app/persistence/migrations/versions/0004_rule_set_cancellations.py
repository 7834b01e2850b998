"""Approved activations of rule sets that were stopped before their first day."""

import sqlalchemy as sa
from alembic import op

import testing_app.persistence.base

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rule_set_cancellations",
        sa.Column("activation_id", sa.Uuid(), nullable=False),
        sa.Column("cancelled_by_id", sa.Uuid(), nullable=False),
        sa.Column("cancelled_at", testing_app.persistence.base.Moment(timezone=True), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.ForeignKeyConstraint(
            ["activation_id"],
            ["rule_set_activations.id"],
            name=op.f("fk_rule_set_cancellations_activation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["cancelled_by_id"], ["accounts.id"], name=op.f("fk_rule_set_cancellations_cancelled_by_id")
        ),
        sa.PrimaryKeyConstraint("activation_id", name=op.f("pk_rule_set_cancellations")),
    )


def downgrade() -> None:
    op.drop_table("rule_set_cancellations")
