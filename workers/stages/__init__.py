"""The stages: each takes a job and returns what it found. Thin: the work is in `vision`.

`decide` returns a `Conclusion` instead, which is the end of the verification.
"""

from collections.abc import Callable

from workers.conclusion import Conclusion
from workers.findings import Compared, Faces, ForgedPlaces, Measured, Prepared, Read, Searched
from workers.job import Job
from workers.stages.decide import decide
from workers.stages.document_pad import measure_documents
from workers.stages.faces import find_faces
from workers.stages.forgeries import look_for_forgeries
from workers.stages.liveness import measure_selfie
from workers.stages.match import match
from workers.stages.ocr import read_documents
from workers.stages.prepare import prepare
from workers.stages.search import search

Found = Prepared | Read | Faces | Measured | ForgedPlaces | Compared | Searched | Conclusion

STAGES: dict[str, Callable[[Job], Found]] = {
    "prepare": prepare,
    "ocr": read_documents,
    "document_pad": measure_documents,
    "faces": find_faces,
    "forgeries": look_for_forgeries,
    "liveness": measure_selfie,
    "match": match,
    "search": search,
    "decide": decide,
}

__all__ = ["STAGES", "Conclusion"]
