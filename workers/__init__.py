"""What the workers run: stages, vision, checks, models."""

import os

# onnxruntime's Linux builds report to their maker, from the first import on, what machine and
# program runs them. Nothing leaves this machine: this must stand before any import of it.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
