"""Every setting of Vouch, in one place. `docs/configuration.md` is generated from this file.

Environment variables start with `VOUCH_`; a nested name is joined with two underscores:
`VOUCH_DATABASE__URL`. Each description gives the unit.
"""

from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class DatabaseSettings(BaseModel):
    """PostgreSQL: the queue and the truth."""

    url: str = Field(
        "postgresql+psycopg://vouch@localhost/vouch",
        description="SQLAlchemy address of the PostgreSQL database, with the psycopg driver.",
    )
    pool_size: int = Field(10, ge=1, description="Connections that one process keeps open.")
    connect_timeout: int = Field(5, ge=1, description="Limit for opening a connection, seconds.")
    statement_timeout: float = Field(
        15.0, gt=0, description="Limit for one SQL statement, seconds."
    )


class BrokerSettings(BaseModel):
    """Redis: the doorbell. Nothing is lost when it is."""

    url: SecretStr = Field(
        SecretStr("redis://localhost:6379/0"), description="Address of Redis, with its password."
    )
    timeout: float = Field(
        1.0, gt=0, description="Limit for connecting to Redis and for one command, seconds."
    )


class StorageSettings(BaseModel):
    """Where pictures are kept. The store holds ciphertext alone."""

    kind: Literal["local", "s3"] = Field(
        "local", description="`local` (a folder) or `s3` (any S3-compatible store)."
    )
    folder: Path = Field(Path("var/pictures"), description="The folder, for `local`.")
    bucket: str = Field("vouch", description="The bucket, for `s3`.")
    endpoint: str | None = Field(
        None, description="Address of the store, for `s3`; left out for Amazon's own."
    )
    region: str = Field("us-east-1", description="The region, for `s3`.")
    access_key: SecretStr | None = Field(None, description="Access key id, for `s3`.")
    secret_key: SecretStr | None = Field(None, description="Secret access key, for `s3`.")
    timeout: float = Field(
        5.0,
        gt=0,
        description="Limit for one attempt at a call to the store, seconds. No new attempt is "
        "begun after as long again.",
    )


class SecuritySettings(BaseModel):
    """Keys and links."""

    master_key: SecretStr | None = Field(
        None,
        description="Master key, 32 bytes in base64: it wraps the key of every verification. "
        "Lose it and every picture and report is lost.",
    )
    master_key_file: Path | None = Field(
        None, description="A file that holds the master key, where the variable does not."
    )
    link_lifetime: int = Field(
        1800, ge=1, description="How long a signed link to a picture works, seconds."
    )


class ApiSettings(BaseModel):
    """The HTTP side."""

    public_url: str | None = Field(
        None,
        description="Address under which clients reach the API; signed links begin with it. "
        "Left out: the address of the request.",
    )
    max_upload: int = Field(
        30_000_000, ge=1, description="Limit for the body of a multipart request, bytes."
    )
    max_json: int = Field(15_000_000, ge=1, description="Limit for a JSON body, bytes.")
    max_pixels: int = Field(
        50_000_000, ge=1, description="Limit for one picture, pixels (width × height)."
    )
    max_wait: float = Field(
        60.0, ge=0, description="Longest wait that `Prefer: wait=N` is granted, seconds."
    )
    facade_wait: float = Field(
        30.0,
        ge=0,
        description="How long a dialect's call waits for its result before it answers 504, "
        "seconds. The work goes on.",
    )
    rate_limit: str = Field(
        "", description="Requests that one key may make, such as `600/minute`; empty: no limit."
    )
    idempotency_lifetime: int = Field(
        86_400, ge=1, description="How long an `Idempotency-Key` is remembered, seconds."
    )


class DatakeenSettings(BaseModel):
    """Limits of the Datakeen dialect, beside those of the whole API; the defaults are its own."""

    rate_limit: str = Field(
        "10/minute",
        description="Calls of its `reco` endpoints that one key may make; empty: no limit of "
        "their own.",
    )
    max_file: int = Field(5_000_000, ge=1, description="Limit for one of its files, bytes.")


class PipelineSettings(BaseModel):
    """Leases, attempts and time limits of the stages."""

    lease: float = Field(
        15.0,
        gt=0,
        description="How long a stage belongs to the worker that claimed it without a sign of "
        "life, seconds. The worker renews it three times in that span.",
    )
    max_attempts: int = Field(3, ge=1, description="Attempts at one stage before it has failed.")
    backoff: float = Field(
        1.0, ge=0, description="Pause after a failed attempt, seconds; doubled each time."
    )
    limit_factor: float = Field(
        1.0,
        gt=0,
        description="Multiplies the time limit of every stage; raise it on a slow machine.",
    )
    republish_after: float = Field(
        10.0, gt=0, description="When an unclaimed stage is rung for again, seconds."
    )


class FaceMatchSettings(BaseModel):
    """From which score on two faces are one person's. A request's own `threshold` goes before."""

    document_threshold: float = Field(
        80.0, ge=1, le=99, description="Score, for a portrait on a document and a selfie."
    )
    selfie_threshold: float = Field(
        80.0, ge=1, le=99, description="Score, for two selfies, and in the face index."
    )
    review_band: float = Field(
        15.0,
        ge=0,
        le=99,
        description="Points under the threshold within which a person should look.",
    )


class FaceIndexSettings(BaseModel):
    """Searching the face index."""

    floor: float = Field(
        65.0,
        ge=0,
        le=100,
        description="Score of the least alike face that a search still gives as a candidate.",
    )


class DispatcherSettings(BaseModel):
    """The process that moves what stands still."""

    interval: float = Field(
        0.5, gt=0, description="Longest pause between two looks at the database, seconds."
    )
    per_slot: int = Field(
        2, ge=1, description="Verifications in progress for each worker slot; the rest wait."
    )
    worker_timeout: float = Field(
        15.0, gt=0, description="When a worker without a sign of life counts as gone, seconds."
    )


class WorkerSettings(BaseModel):
    """The Celery workers."""

    concurrency: int = Field(
        0, ge=0, description="Processes of one worker; 0: one for each processor."
    )
    heartbeat: float = Field(
        3.0, gt=0, description="How often a worker says that it is there, seconds."
    )
    niceness: int = Field(
        10, ge=0, le=19, description="Scheduling priority that workers give away to the API."
    )
    face_detector: Literal["mtcnn", "yunet"] = Field(
        "mtcnn",
        description="What finds faces: `mtcnn`, or `yunet`, an optional model that "
        "`vouch models build --with yunet` brings. The same for all workers.",
    )
    black_list: Path | None = Field(
        None,
        description="A text file with numbers of documents that are not accepted, one in each "
        "line, such as `FRA 12AB34567` or `12AB34567  # reported stolen`.",
    )
    known_pictures: Path | None = Field(
        None,
        description="A text file with pictures of documents that are known to the public, beside "
        "those that Vouch knows: one in each line, as `vouch fingerprint` writes it.",
    )


class WebhookSettings(BaseModel):
    """Deliveries to customers."""

    timeout: float = Field(10.0, gt=0, description="Limit for one delivery, seconds.")
    per_endpoint: int = Field(
        4, ge=1, description="Deliveries to one endpoint that may run at once."
    )
    schedule: list[float] = Field(
        [5, 300, 1800, 7200, 18_000, 36_000, 36_000, 36_000, 36_000, 36_000, 36_000],
        description="Pauses before the second, third, … attempt, seconds, each with up to a "
        "fifth of jitter added. Together about three days.",
    )
    allow_private: bool = Field(
        False,
        description="Whether deliveries may go to private and loopback addresses. The embedded "
        "stack sets it; a public one must not.",
    )


class RetentionSettings(BaseModel):
    """What is deleted by itself, and when."""

    verifications: int = Field(
        0, ge=0, description="Days after which a verification is redacted; 0: never."
    )
    orphans: int = Field(
        3600,
        ge=60,
        description="Age at which a stored picture that no row names is deleted, seconds.",
    )
    uploads: int = Field(
        86_400,
        ge=1,
        description="How long an uploaded file can be used by its token, seconds. Then it is "
        "deleted.",
    )


class Settings(BaseSettings):
    """All of them."""

    model_config = SettingsConfigDict(
        env_prefix="VOUCH_", env_nested_delimiter="__", extra="ignore"
    )

    bootstrap_key: SecretStr | None = Field(
        None,
        description="Creates a first tenant with this API key at the start of the API; for the "
        "embedded stack and tests.",
    )
    alive_file: Path | None = Field(
        None,
        description="A file that the dispatcher and the worker touch at each round, for health "
        "checks; none where left out.",
    )
    log_level: str = Field("INFO", description="`DEBUG`, `INFO`, `WARNING` or `ERROR`.")
    database: DatabaseSettings = Field(default_factory=DatabaseSettings)
    broker: BrokerSettings = Field(default_factory=BrokerSettings)
    storage: StorageSettings = Field(default_factory=StorageSettings)
    security: SecuritySettings = Field(default_factory=SecuritySettings)
    api: ApiSettings = Field(default_factory=ApiSettings)
    datakeen: DatakeenSettings = Field(default_factory=DatakeenSettings)
    pipeline: PipelineSettings = Field(default_factory=PipelineSettings)
    face_match: FaceMatchSettings = Field(default_factory=FaceMatchSettings)
    face_index: FaceIndexSettings = Field(default_factory=FaceIndexSettings)
    dispatcher: DispatcherSettings = Field(default_factory=DispatcherSettings)
    worker: WorkerSettings = Field(default_factory=WorkerSettings)
    webhooks: WebhookSettings = Field(default_factory=WebhookSettings)
    retention: RetentionSettings = Field(default_factory=RetentionSettings)


@lru_cache
def get_settings() -> Settings:
    """Returns the settings of this process, read from its environment once."""
    return Settings()
