"""The face index: vectors, searched in the database with pgvector.

Revision: 0003, after 0002
"""

import sqlalchemy as sa
from alembic import op

from app.core.faces.vector import Vector

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    _need_pgvector()
    op.create_table(
        "faces",
        sa.Column("verification_id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("partition_hash", sa.LargeBinary(), nullable=False),
        sa.Column("external_hash", sa.LargeBinary(), nullable=False),
        sa.Column("vector", Vector(), nullable=True),
        sa.Column("model_sha256", sa.String(), nullable=True),
        sa.Column("indexed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_faces_tenant_id")),
        sa.ForeignKeyConstraint(
            ["verification_id"], ["verifications.id"], name=op.f("fk_faces_verification_id")
        ),
        sa.PrimaryKeyConstraint("verification_id", name=op.f("pk_faces")),
        sa.UniqueConstraint(
            "tenant_id",
            "partition_hash",
            "external_hash",
            name=op.f("uq_faces_tenant_id_partition_hash_external_hash"),
        ),
    )
    op.create_index("ix_faces_of_model", "faces", ["tenant_id", "partition_hash", "model_sha256"])


def _need_pgvector() -> None:
    """Raises `RuntimeError` where the extension is not there and cannot be made."""
    connection = op.get_bind()
    if connection.scalar(sa.text("SELECT 1 FROM pg_extension WHERE extname = 'vector'")):
        return
    known = sa.text("SELECT 1 FROM pg_available_extensions WHERE name = 'vector'")
    if not connection.scalar(known):
        raise RuntimeError("this PostgreSQL has no pgvector: install it, docs/operations.md")
    try:
        connection.execute(sa.text("CREATE EXTENSION vector"))
    except sa.exc.ProgrammingError as error:
        raise RuntimeError(
            "only a superuser may run `CREATE EXTENSION vector` in this database: have it run once"
        ) from error


def downgrade() -> None:
    """Leaves the extension: it may have been there before, and others may use it."""
    op.drop_table("faces")
