"""Was the document itself before the camera? What the detector of attacks says, else the spectrum.

The detector (`workers.vision.presentation`) says how likely the picture shows a screen or a print.
How often it errs, on which data, is in docs/checks.md.
"""

from collections.abc import Sequence

from app.core.report import Attack, Check, CheckGroup, PictureName
from workers.checks.forensic import screen
from workers.checks.scoring import attack, suspected, undone
from workers.vision.presentation.detector import Presentation
from workers.vision.spectrum import Spectrum

MAX_ATTACK = 0.8
"""How likely an attack may be in the eyes of the detector, 0..1."""

THRESHOLDS = {"presentation.maxAttack": MAX_ATTACK}

PAD = ("documentLivenessCheck", "printedCopy", "photocopyDetected")
"""The checks that `documentPad` is the worst of."""

REASONS = {
    "documentLivenessCheck": ("screen", "The document was shown on a screen."),
    "printedCopy": ("print", "The document is a print of a picture."),
}
"""Of each check the kind of attack, and what it says where it was one."""


def checks(
    picture: PictureName, presentation: Presentation | None, spectrum: Spectrum | None
) -> list[Check]:
    """The checks of one view of a document.

    `presentation`: None where it has too few pixels or is blurred, or the stage failed; then the
    `spectrum` of the whole page at its native pixels tells a screen whose pixels show.
    """
    group = CheckGroup.FORENSIC
    if presentation is None:
        small = "The document has too few pixels on the picture, or is too blurred, to see a print."
        _, on_screen = REASONS["documentLivenessCheck"]
        return [
            screen("documentLivenessCheck", group, picture, spectrum, on_screen),
            undone("printedCopy", group, picture, small),
        ]
    return [_judged(name, picture, presentation) for name in REASONS]


def _judged(name: str, picture: PictureName, presentation: Presentation) -> Check:
    kind, reason = REASONS[name]
    return suspected(
        name,
        CheckGroup.FORENSIC,
        picture,
        likely=presentation.suspicion(kind),
        most=MAX_ATTACK,
        reason=reason,
        seen_at={"density": presentation.density},
    )


def document_pad(checks: Sequence[Check]) -> Attack:
    """Presentation attacks on all pictures of documents: the worst of the checks of `PAD`.

    100 is genuine; `not_processed` where one of them could not be done.
    """
    return attack(check for check in checks if check.name in PAD)
