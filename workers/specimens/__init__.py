"""Specimens: documents and selfies of people who do not exist, to try the product with."""
