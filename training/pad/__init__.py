"""Training of the detector of presentation attacks on documents."""
