"""Text on a picture: where its lines are, and what they say."""

from workers.vision.text.boxes import Box, Image, crop, runs_vertically, upside_down
from workers.vision.text.detection import DETECTION_SIDE
from workers.vision.text.reader import TextReader
from workers.vision.text.readings import Recognition, TextLine
from workers.vision.text.recognition import columns, largest

__all__ = [
    "DETECTION_SIDE",
    "Box",
    "Image",
    "Recognition",
    "TextLine",
    "TextReader",
    "columns",
    "crop",
    "largest",
    "runs_vertically",
    "upside_down",
]
