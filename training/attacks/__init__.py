"""The attack simulator: genuine captures, and attacks by the physics of a second capture."""
