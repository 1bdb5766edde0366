"""The version of Vouch, as a report names it."""

from importlib.metadata import version

VERSION = version("vouch")
