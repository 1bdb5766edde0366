"""The checks: pure functions over evidence. They see numbers, never pixels.

Stages measure near the pixels and store the numbers as JSON (`dataclasses.asdict`); `decide`
restores them (`Quality(**stored)`: the measurements are flat dataclasses of numbers) and asks:

    vision.quality.measure(image, card: Card | None) -> Quality          one picture of a document
    vision.quality.measure_face(image, box) -> FaceQuality               the face on a selfie
    vision.spectrum.measure(image) -> Spectrum                           of a native-resolution crop

    checks.quality.checks(quality, picture) -> list[Check]               group QUALITY
    checks.forensic.checks(picture, quality, spectrum, metadata, *, quad, mrz_box, portrait_box,
                           portrait_zone) -> list[Check]             group FORENSIC, one FORMAT
    checks.forensic.document_pad(checks) -> Attack
    checks.liveness.checks(picture, boxes, face, spectrum) -> list[Check]  group LIVENESS
    checks.liveness.liveness(checks) -> Attack

A score runs from 0 to 100, where 100 is genuine; it is monotone in what was measured, and 50 is
the threshold. Each module lists the thresholds that it used in `THRESHOLDS`.
"""
