"""The specimen passport of the demo: Utopia's, with what its MRZ says field by field."""

import numpy as np
import numpy.typing as npt

from workers.specimens.card import Specimen, render_card
from workers.specimens.mrz_writer import transliterate
from workers.specimens.person import Person

Image = npt.NDArray[np.uint8]

_AS_THEY_ARE = (
    "documentCode", "issuingCountry", "documentNumber", "nationality", "birthDate", "gender",
    "expirationDate", "personalNumber",
)  # fmt: skip


def render_passport(
    seed: int, *, bearer: Person | None = None, portrait: Image | None = None
) -> Specimen:
    """Draws the data page, 1500×1056 pixels: `render_card("passport", …)`, and in its truth under
    `mrz.fields` what a reader should make of the zone, by the names of the report's fields.
    """
    specimen = render_card("passport", seed, holder=bearer, portrait=portrait)
    printed = specimen.truth["fields"]
    fields = {name: printed[name]["value"] for name in _AS_THEY_ARE if name in printed}
    for name in ("lastName", "firstName"):
        fields[name] = transliterate(printed[name]["value"]).replace("<", " ")
    specimen.truth["mrz"]["fields"] = fields
    return specimen
