"""What a detector tells apart, and which species show which."""

NAMES = ("genuine", "screen", "print")
"""The kinds, the genuine one first."""

KINDS: dict[str, str] = {
    "bona_fide": "genuine",
    "scan": "genuine",
    "specimen": "genuine",
    "published": "genuine",
    "screen_replay": "screen",
    "colour_print": "print",
    "grey_copy": "print",
    "scanned_print": "print",
    "plastic_print": "print",
}
"""By species. A forgery of one place is none of them: the rest of the card is genuine."""

UNTRAINED = ("plastic_print",)
"""Tested, and not trained with: dyes in plastic have no dots, and teaching them teaches noise."""

NO_CAPTURES = ("specimen", "published", "portrait")
"""Genuine, and counted apart: no camera and no scanner made them."""
