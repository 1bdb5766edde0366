"""`vouch demo`: the main job, end to end, on a stack of its own."""

from app.demo.main import run_demo

__all__ = ["run_demo"]
