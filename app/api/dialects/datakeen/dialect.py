"""Datakeen as one of the dialects."""

from app.api.dialects.datakeen.catalogue import LOGIN_PREFIX, NAME, PREFIX
from app.api.dialects.datakeen.endpoints import router
from app.api.dialects.datakeen.errors import datakeen_error
from app.api.dialects.datakeen.render import render
from app.api.dialects.dialect import Dialect

DATAKEEN = Dialect(NAME, PREFIX, router, datakeen_error, render, further=(LOGIN_PREFIX,))
