"""How well faces are told apart: `make bench-faces`."""
