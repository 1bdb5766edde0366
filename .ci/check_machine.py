"""Says before anything is installed whether this machine can run Vouch. Standard library alone."""

import importlib.util
import platform
import shutil
import sys

problems = []
if sys.version_info < (3, 11):
    problems.append(f"Python 3.11 or newer is needed; this is {platform.python_version()}")
if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
    problems.append("this Python cannot make virtual environments (Debian: install python3-venv)")
carried = sys.platform == "linux" and platform.machine() == "x86_64" and sys.version_info < (3, 13)
if not carried and shutil.which("redis-server") is None:
    problems.append(
        "there is no redis-server on the PATH, and no wheel that carries one for "
        f"Python {platform.python_version()} on {sys.platform} {platform.machine()}: install Redis"
    )
if problems:
    sys.exit("\n".join(["Vouch cannot be set up here:", *(f"- {line}" for line in problems)]))
