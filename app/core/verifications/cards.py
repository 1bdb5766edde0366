"""Cards laid flat that are kept as pictures of their own, for whoever asks for them."""

KEEP_CARDS = "keepCards"
"""The member of a stored request that asks for them."""

PREFIX = "card."
"""How the names of such pictures begin. What was sent has the names of `PictureName`."""


def card_name(document: int, side: int) -> str:
    """Returns the name of the card of a side, by the two places in the report."""
    return f"{PREFIX}{document}.{side}"
