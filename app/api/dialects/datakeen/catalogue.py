"""Datakeen's endpoints."""

NAME = "datakeen"
PREFIX = "/api/v1/reco/"
LOGIN_PREFIX = "/auth/"

LOGIN = "/auth/login"
ID = "id"
MULTI = "multi-doc"
