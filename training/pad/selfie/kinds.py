"""Which species show which kind of presentation; the kinds are those of documents."""

KINDS: dict[str, str] = {
    "live": "genuine",
    "portrait": "genuine",
    "face_screen": "screen",
    "face_print": "print",
    "paper_mask": "print",
}
"""By species."""

SHARES: dict[str, float] = {
    "live": 0.35,
    "portrait": 0.1,
    "face_screen": 0.27,
    "face_print": 0.18,
    "paper_mask": 0.1,
}
"""Parts of a batch of training: what is hard to tell has more."""
