"""`search`: look for the selfie's face in a partition of the face index."""

from app.core.database import transaction
from app.core.faces import index
from app.core.report import PictureName
from workers.findings import Faces, Neighbour, Searched
from workers.job import Job
from workers.models import registry

MOST = 10  # candidates, where the client says no number


def search(job: Job) -> Searched:
    """Returns the nearest faces; none where there is no face to search for."""
    faces = job.found("faces", Faces)
    selfie = faces.pictures.get(PictureName.SELFIE) if faces is not None else None
    if selfie is None or selfie.embedding is None:
        return Searched(neighbours=[], compared=0, outdated=0)
    with transaction() as session:
        found = index.search(
            session,
            job.tenant_id,
            index.partition_of(job.request),
            selfie.embedding,
            registry.sha256("face-embedding"),
            job.request.get("limit") or MOST,
        )
    return Searched(
        neighbours=[
            Neighbour(
                request_id=face.request_id,
                external_id=face.external_id,
                indexed_at=face.indexed_at,
                distance=distance,
            )
            for face, distance in found.faces
        ],
        compared=found.compared,
        outdated=found.outdated,
    )
