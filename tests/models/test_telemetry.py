"""Nothing that runs a model tells anybody of it."""

import os
import subprocess
import sys
from pathlib import Path

from workers.models import registry

RUN = (
    "from workers.models.sessions import session; import onnxruntime; "
    "session('face-mtcnn-p'); print(onnxruntime.__version__)"
)


def test_running_a_model_leaves_no_trace_of_telemetry(tmp_path: Path) -> None:
    kept = {"PATH": os.environ["PATH"], "VOUCH_MODELS_DIR": str(registry.models_dir())}
    environment = {**kept, "HOME": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", RUN], env=environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip()
    assert list(tmp_path.rglob("*")) == []
