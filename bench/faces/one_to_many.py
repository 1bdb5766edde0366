"""1:N: how long a search in the face index takes, and whether it finds what is nearest.

On a PostgreSQL of its own, through the function that the workers call: both queries, and opening
the ids of the candidates. The vectors are random, of length 1: they are no faces, and say nothing
about how well people are told apart.
"""

import json
import os
import statistics
import tempfile
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import psycopg
from numpy.typing import NDArray
from sqlalchemy import make_url, text

from app.core import migrate
from app.core.database import engine, transaction, utcnow
from app.core.faces import index
from app.core.privacy import DataKey, generate_master_key
from app.core.report import Kind, State
from app.core.settings import get_settings
from app.core.tenants.service import ensure_tenant
from app.embedded.services import start_postgres, stop_postgres

SIZES = (10_000, 100_000)
LENGTH = 128  # of the product's embeddings
PROBES = 200
NEAREST = 10
NOISE = 0.35  # distance of a probe from the face that it was made of
MODEL = "0" * 64

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Result:
    """`recall`: of the nearest ten in double precision, how many were found. `first`: of probes
    made from an indexed vector, how many found it first. `times`: of each search, seconds.
    """

    size: int
    recall: float
    first: float
    times: list[float]


def random_vectors(rng: np.random.Generator, count: int) -> Vectors:
    """Returns (count, 128) float32: random directions, each of length 1."""
    vectors = rng.standard_normal((count, LENGTH))
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def fill(connection: psycopg.Connection, tenant_id: uuid.UUID, vectors: Vectors) -> None:
    """Fills a partition, named as its size, with finished verifications and their faces."""
    partition, key, now = str(len(vectors)), DataKey.generate(), utcnow()
    wrapped, there = key.wrap(), index.partition_hash(tenant_id, partition)
    ids = [uuid.uuid4() for _ in vectors]
    columns = (
        "id, tenant_id, kind, state, priority, created_at, wrapped_key, sealed_request,"
        " objects_kept, work_kept"
    )
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY verifications ({columns}) FROM STDIN") as copy:
            for number, one in enumerate(ids):
                request = json.dumps({"externalId": str(number), "partition": partition}).encode()
                sealed = key.seal(request, "request")
                done = (one, tenant_id, Kind.FACE_INDEX.value, State.FINISHED.value, 0, now)
                copy.write_row((*done, wrapped, sealed, False, False))
        with cursor.copy("COPY faces FROM STDIN") as copy:
            for number, (one, vector) in enumerate(zip(ids, vectors.tolist(), strict=True)):
                mine = index.external_hash(tenant_id, str(number))
                copy.write_row((one, tenant_id, there, mine, json.dumps(vector), MODEL, now))


def measure(tenant_id: uuid.UUID, vectors: Vectors, rng: np.random.Generator) -> Result:
    """Searches with half of the probes random, half near a vector that is there."""
    chosen = rng.integers(0, len(vectors), PROBES // 2)
    near = vectors[chosen] + NOISE * random_vectors(rng, PROBES // 2)
    probes = np.concatenate([near, random_vectors(rng, PROBES // 2)]).astype(np.float32)
    exact = vectors.astype(np.float64)
    found, first, times = 0, 0, []
    for number, probe in enumerate(probes):
        started = time.perf_counter()
        with transaction() as session:
            answer = index.search(
                session, tenant_id, str(len(vectors)), probe.tolist(), MODEL, NEAREST
            )
        times.append(time.perf_counter() - started)
        given = [int(face.external_id) for face, _ in answer.faces]
        distances = np.linalg.norm(exact - probe.astype(np.float64), axis=1)
        found += len(set(given) & set(np.argsort(distances)[:NEAREST].tolist()))
        first += number < len(chosen) and given[0] == chosen[number]
    return Result(len(vectors), found / (NEAREST * PROBES), first / len(chosen), times)


def main() -> None:
    rng = np.random.default_rng(20)
    with tempfile.TemporaryDirectory(prefix="vouch-bench-") as state:
        folder = Path(state) / "postgres"
        os.environ["VOUCH_DATABASE__URL"] = start_postgres(folder)
        os.environ["VOUCH_SECURITY__MASTER_KEY"] = generate_master_key()
        get_settings.cache_clear()  # other benchmarks of the same run have read them
        try:
            migrate.upgrade()
            results = _results(rng)
        finally:
            engine().dispose()
            stop_postgres(folder)
    print(f"1:N, random unit vectors of {LENGTH} numbers (no faces), the {NEAREST} nearest")
    print(f"{PROBES} searches each, half of them {NOISE} beside an indexed vector; exact by numpy")
    print("faces in the partition | recall | found first | p50 | p95")
    for one in results:
        p95 = statistics.quantiles(one.times, n=20)[-1]
        print(
            f"{one.size:,} | {one.recall:.4f} | {one.first:.4f} | "
            f"{1000 * statistics.median(one.times):.1f} ms | {1000 * p95:.1f} ms"
        )
    print(f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")


def _results(rng: np.random.Generator) -> list[Result]:
    address = make_url(os.environ["VOUCH_DATABASE__URL"]).set(drivername="postgresql")
    with transaction() as session:
        tenant_id = ensure_tenant(session, "bench").id
    partitions = [random_vectors(rng, size) for size in SIZES]
    with psycopg.connect(address.render_as_string(hide_password=False)) as connection:
        for vectors in partitions:
            fill(connection, tenant_id, vectors)
    with engine().connect() as connection_:
        connection_.execution_options(isolation_level="AUTOCOMMIT")
        connection_.execute(text("VACUUM ANALYZE"))
    return [measure(tenant_id, vectors, rng) for vectors in partitions]


if __name__ == "__main__":
    main()
