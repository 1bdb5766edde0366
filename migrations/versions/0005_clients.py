"""Clients with their documents and pictures; webhook endpoints that get events in another form.

Revision: 0005, after 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "clients",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=True),
        sa.Column("sealed_details", sa.LargeBinary(), nullable=True),
        sa.Column("email_hash", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        sa.Column("deleted_at", TIME, nullable=True),
        sa.Column("objects_kept", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f("fk_clients_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clients")),
    )
    op.create_index(
        "ix_clients_page", "clients", ["tenant_id", sa.text("created_at DESC"), sa.text("id DESC")]
    )
    op.create_index(
        "ix_clients_to_clean",
        "clients",
        ["deleted_at"],
        postgresql_where=sa.text("objects_kept AND deleted_at IS NOT NULL"),
    )
    op.create_table(
        "client_documents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("classification", sa.String(), nullable=True),
        sa.Column("issuing_country", sa.String(), nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        *_owned("client_documents"),
    )
    op.create_table(
        "client_pictures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("side", sa.String(), nullable=True),
        sa.Column("content_type", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sealed_file_name", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
        *_owned("client_pictures"),
        sa.ForeignKeyConstraint(
            ["document_id"], ["client_documents.id"], name=op.f("fk_client_pictures_document_id")
        ),
        sa.UniqueConstraint(
            "document_id", "side", name=op.f("uq_client_pictures_document_id_side")
        ),
    )
    for table in ("client_documents", "client_pictures"):
        for column in ("tenant_id", "client_id"):
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    op.add_column("verifications", sa.Column("client_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_verifications_client_id"), "verifications", "clients", ["client_id"], ["id"]
    )
    op.create_index(
        "ix_verifications_of_clients",
        "verifications",
        ["tenant_id", "client_id"],
        postgresql_where=sa.text("client_id IS NOT NULL"),
    )
    op.add_column("webhook_endpoints", sa.Column("form", sa.String(), nullable=True))
    op.add_column("webhook_endpoints", sa.Column("updated_at", TIME, nullable=True))


def _owned(table: str) -> tuple[sa.Constraint, ...]:
    return (
        sa.ForeignKeyConstraint(["tenant_id"], ["tenants.id"], name=op.f(f"fk_{table}_tenant_id")),
        sa.ForeignKeyConstraint(["client_id"], ["clients.id"], name=op.f(f"fk_{table}_client_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def downgrade() -> None:
    op.drop_column("webhook_endpoints", "updated_at")
    op.drop_column("webhook_endpoints", "form")
    op.drop_index("ix_verifications_of_clients", "verifications")
    op.drop_constraint(op.f("fk_verifications_client_id"), "verifications", type_="foreignkey")
    op.drop_column("verifications", "client_id")
    for table in ("client_pictures", "client_documents", "clients"):
        op.drop_table(table)
