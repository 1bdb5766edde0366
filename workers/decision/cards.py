"""The cards of a verification as pictures that are kept."""

from collections.abc import Sequence

import numpy as np

from app.core.verifications.cards import KEEP_CARDS, card_name
from app.core.verifications.models import Picture
from workers.decision.documents import FoundDocument
from workers.job import Job


def keep_cards(job: Job, found: Sequence[FoundDocument]) -> list[Picture]:
    """Stores every side flat and upright, where the request asks for it; the whole page where no
    card's edges were seen.
    """
    if not job.request.get(KEEP_CARDS):
        return []
    return [
        job.keep_image(
            card_name(place, number),
            np.rot90(job.image(side.view.image), -side.read.rotation // 90),
        )
        for place, one in enumerate(found)
        for number, side in enumerate(one.sides)
    ]
