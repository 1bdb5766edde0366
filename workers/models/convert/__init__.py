"""Turn weights as their authors publish them into ONNX. Only the build imports this package.

A conversion is a pure function of bytes to bytes, so a built file has one SHA-256.
"""

from collections.abc import Callable, Mapping

from workers.models.convert import dlib, mtcnn, tflite, yunet

CONVERTERS: Mapping[str, Callable[[bytes], bytes]] = {
    "dlib-resnet": dlib.convert,
    "dlib-resnet-features": dlib.features,
    "mediapipe-eyelids": tflite.eyelids,
    "mtcnn-p": mtcnn.proposal,
    "mtcnn-r": mtcnn.refinement,
    "mtcnn-o": mtcnn.output,
    "yunet": yunet.convert,
}
