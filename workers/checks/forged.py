"""Was one place of the document forged? What the detector of forgeries says of its portrait and of
its fields, which it holds against each other.

How often it errs, on which data, is in docs/checks.md.
"""

from app.core.report import Check, CheckGroup, CheckOutcome, PictureName
from workers.checks.scoring import suspected, undone
from workers.vision.presentation.forged import Forgeries

MAX_PHOTO = 0.7
MAX_TEXT = 0.9
"""How likely a forgery may be in the eyes of the detector, 0..1: of the portrait, of the text."""

THRESHOLDS = {"forged.maxPhoto": MAX_PHOTO, "forged.maxText": MAX_TEXT}

OF_PHOTO = {
    "photoOverlay": ("laid", "Something seems to be laid over the portrait."),
    "photoEdit": ("edited", "The portrait seems to have been put into the picture."),
}
OF_TEXT = {
    "textOverlay": ("laid", "Something seems to be laid over this field: {}."),
    "textEdit": ("edited", "This field of the picture seems to have been edited: {}."),
}
"""Of each check the kind of forgery, and what it says where it was one."""

_GROUP = CheckGroup.FORENSIC
_SEEN = "a side of known type whose borders were seen, sharp, with 7 pixels a millimetre"


def checks(
    picture: PictureName, forgeries: Forgeries | None, *, may_show_portrait: bool
) -> list[Check]:
    """The checks of one view of a document.

    `forgeries`: None where it could not be looked at. `may_show_portrait`: its side has one, or it
    is not known whether.
    """
    return [
        *_of_photo(picture, forgeries, may_show_portrait=may_show_portrait),
        *_of_text(picture, forgeries),
    ]


def _of_photo(
    picture: PictureName, forgeries: Forgeries | None, *, may_show_portrait: bool
) -> list[Check]:
    if not may_show_portrait:
        reason, outcome = "This side has no portrait.", CheckOutcome.NOT_APPLICABLE
        return [undone(name, _GROUP, picture, reason, outcome) for name in OF_PHOTO]
    if forgeries is None or forgeries.photo is None:
        reason = f"It needs {_SEEN}, and a portrait where the layout has it."
        return [undone(name, _GROUP, picture, reason) for name in OF_PHOTO]
    return [
        suspected(
            name, _GROUP, picture, likely=forgeries.photo.suspicion(kind), most=MAX_PHOTO,
            reason=reason, seen_at={"density": forgeries.density},
        )
        for name, (kind, reason) in OF_PHOTO.items()
    ]  # fmt: skip


def _of_text(picture: PictureName, forgeries: Forgeries | None) -> list[Check]:
    if forgeries is None or forgeries.text is None:
        reason = f"It needs {_SEEN}, and three fields to hold against each other."
        return [undone(name, _GROUP, picture, reason) for name in OF_TEXT]
    return [
        suspected(
            name, _GROUP, picture, likely=forgeries.text.suspicion(kind), most=MAX_TEXT,
            reason=reason.format(forgeries.field), seen_at={"density": forgeries.density},
        )
        for name, (kind, reason) in OF_TEXT.items()
    ]  # fmt: skip
