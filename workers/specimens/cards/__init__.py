"""What each specimen looks like: one file per family, found by itself (`card.SIDES`)."""
