"""Reading headers that clients fill with text of their own."""

from fastapi import Request


def header(request: Request, name: str) -> str:
    """Returns a header's text, `""` where it was not sent.

    What is UTF-8 is read as that: clients send it so, whatever the standard says.
    """
    value = request.headers.get(name, "")
    try:
        return value.encode("latin-1").decode()
    except UnicodeError:
        return value
