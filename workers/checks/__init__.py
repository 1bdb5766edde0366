"""The checks: pure functions over evidence. They see numbers and values, never pixels.

Stages measure near the pixels and store the numbers as JSON (`dataclasses.asdict`); `decide`
restores them (`Quality(**stored)`: the measurements are dataclasses of numbers). What was read is a
`workers.reading.sources.DocumentReading`: its sides, and each source's fields. One module a group:

    mrz          the zone's own form, and whether it is one that the document carries
    consistency  print against MRZ against barcode (`agreement`: what is the same; `in_print`: where
                 a value was not read field by field)
    content      whether it can be true; `rules`: whether it keeps the rules of its type
    format       whether it is of a model that is known, and looks like it
    sides        front against back
    client       against what the client claims
    quality      how good a picture is (advisory)
    forensic     signs of a screen, a copy, an editor, a misplaced part
    liveness     the selfie

`workers.decision.checks` calls them. A score runs from 0 to 100, where 100 is genuine; it is
monotone in what was measured, and 50 is the threshold. Each module lists the thresholds that it
used in `THRESHOLDS`.
"""
