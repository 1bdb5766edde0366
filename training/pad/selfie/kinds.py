"""Which species show which kind of presentation; the kinds are those of documents."""

KINDS: dict[str, str] = {"live": "genuine", "face_screen": "screen", "face_print": "print"}
"""By species."""
