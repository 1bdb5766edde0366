"""The endpoints of FinOS as data: their paths, and what the page says of each."""

from dataclasses import dataclass

NAME = "finos"
PREFIX = "/ekyc/"

INVALID_IMAGE = "Invalid image file uploaded"
ONE_IMAGE = "API call requires one input image"
COMBINATIONS = (
    "Missing / Wrong combination of parameters. Valid Parameter combinations - "
    "(image1, image2, type) or (selfie, id) or (selfie, idFaceString)"
)
INVALID_REQUEST = "Invalid request."
DUPLICATE = "Id number has been duplicated"
FRAUD = "Fraud check liveness failed"


@dataclass(frozen=True)
class Endpoint:
    """One endpoint. `api_code`: its name in the history.

    Words: `missing` of a call without its picture, `repeated` of a second file under one name,
    `undetected` where the picture shows no such document.
    Failures: `id_first` is where `requestId` stands, `transaction` whether `transactionId` is
    there, `bare_fault` whether a 500 has neither, `other_401` the one odd 401, `messages` whether
    they are said in a list of messages.
    """

    name: str
    path: str
    api_code: str
    missing: str = INVALID_IMAGE
    repeated: str = INVALID_IMAGE
    undetected: str = INVALID_IMAGE
    id_first: bool = False
    transaction: bool = True
    bare_fault: bool = True
    other_401: bool = False
    messages: bool = False


NATIONAL_ID = Endpoint(
    "nationalID",
    "/ekyc/ocr/v2/nationalID",
    "OCR_NATIONALID",
    undetected="Vietnam National ID Not Detected",
    other_401=True,
)
DRIVING_LICENCE = Endpoint(
    "readDL",
    "/ekyc/ocr/v1/readDL",
    "OCR_DRIVING_LICENSE",
    missing=ONE_IMAGE,
    repeated=ONE_IMAGE,
    undetected="Driver License Not Detected",
)
PASSPORT = Endpoint(
    "readVNPassport",
    "/ekyc/ocr/v1/readVNPassport",
    "OCR_PASSPORT",
    missing=ONE_IMAGE,
    repeated=ONE_IMAGE,
    undetected="Passport not detected",
)
REGISTRATION = Endpoint(
    "readMRC",
    "/ekyc/ocr/v1/readMRC",
    "OCR_MRC",
    missing=ONE_IMAGE,
    undetected="MRC Not Detected",
    bare_fault=False,
)
PAIR = Endpoint(
    "verifyPair",
    "/ekyc/face/v1/photo/verifyPair",
    "FACE_COMPARE",
    missing=COMBINATIONS,
    id_first=True,
    transaction=False,
)
LIVENESS = Endpoint(
    "liveness",
    "/ekyc/face/v2/photo/liveness",
    "LIVENESS_CHECK_SERVER",
    missing="image is required",
    id_first=True,
)
INDEXING = Endpoint(
    "indexing_face",
    "/ekyc/recognition/face/indexing_face",
    "RECOGNITION_FACE_INDEXING",
    missing=INVALID_REQUEST,
    repeated=INVALID_REQUEST,
    messages=True,
)
SEARCH = Endpoint(
    "search",
    "/ekyc/recognition/face/search",
    "RECOGNITION_FACE_SEARCHING",
    missing=INVALID_REQUEST,
    repeated=INVALID_REQUEST,
    messages=True,
)
HISTORY = Endpoint(
    "history",
    "/ekyc/transaction/history",
    "",
    id_first=True,
    transaction=False,
    bare_fault=False,
)
"""The history, whose form all other paths below the prefix fail in."""

ENDPOINTS = {
    endpoint.name: endpoint
    for endpoint in (
        NATIONAL_ID,
        DRIVING_LICENCE,
        PASSPORT,
        REGISTRATION,
        PAIR,
        LIVENESS,
        INDEXING,
        SEARCH,
        HISTORY,
    )
}
BY_PATH = {endpoint.path: endpoint for endpoint in ENDPOINTS.values()}
