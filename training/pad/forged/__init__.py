"""The detector of forgeries of one place: training and measuring it."""
