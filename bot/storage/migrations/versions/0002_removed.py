"""The day on which a member of staff was removed, so that the name goes with time."""

from alembic import op
from sqlalchemy import Column, Date

revision: str = "0002"
down_revision: str | None = "0001"


def upgrade() -> None:
    """Those who were removed before are counted from today."""
    op.add_column("staff", Column("removed", Date(), nullable=True))
    op.execute("UPDATE staff SET removed = CURRENT_DATE WHERE NOT active")


def downgrade() -> None:
    op.drop_column("staff", "removed")
