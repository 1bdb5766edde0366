"""Processes that print lines and run the frozen front of the network over them."""

import multiprocessing
import os
from collections.abc import Iterator
from queue import Full
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray
from onnxruntime import InferenceSession, SessionOptions

from training.recogniser import charset, degrade, fonts, lines


class Batch(NamedTuple):
    """What enters the tail, (N, C, H, W / 4) float16, and the classes of each line's text."""

    entering: NDArray[np.float16]
    targets: list[list[int]]


class Front:
    """The frozen part of the network."""

    def __init__(self, graph: bytes) -> None:
        options = SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        self._session = InferenceSession(graph, options, providers=["CPUExecutionProvider"])

    def __call__(self, images: NDArray[np.uint8]) -> NDArray[np.float16]:
        """(N, 48, W, 3) uint8 BGR to what enters the tail."""
        tensor = (images.astype(np.float32) / 127.5 - 1).transpose(0, 3, 1, 2)
        name = self._session.get_inputs()[0].name
        entering: NDArray[np.float32] = self._session.run(None, {name: tensor})[0]
        return entering.astype(np.float16)


def classes() -> dict[str, int]:
    """The class of every character; 0 is the CTC blank."""
    return {character: 1 + index for index, character in enumerate(charset.characters())}


def started(front: bytes, seed: int, processes: int) -> Iterator[Batch]:
    """Batches without end from processes of their own, which end with this one."""
    context = multiprocessing.get_context("spawn")
    queue = context.Queue(maxsize=6)
    for index in range(processes):
        context.Process(target=_work, args=(front, seed + index, queue), daemon=True).start()
    while True:
        yield queue.get()


def _work(graph: bytes, seed: int, queue: "multiprocessing.Queue[Batch]") -> None:
    os.setsid()  # Linux shares the processors between sessions first, then within them
    cv2.setNumThreads(1)
    trainer = multiprocessing.parent_process()
    front = Front(graph)
    printer = lines.Printer(fonts.training(), degrade.training)
    for images, targets in lines.batches(lines.stream(printer, seed), classes()):
        batch = Batch(front(images), targets)
        while not _delivered(queue, batch):
            if trainer is None or not trainer.is_alive():
                return


def _delivered(queue: "multiprocessing.Queue[Batch]", batch: Batch) -> bool:
    try:
        queue.put(batch, timeout=10)
    except Full:
        return False
    return True
