"""Whether a document lies before the camera, or a screen that shows it, or a print of it."""
