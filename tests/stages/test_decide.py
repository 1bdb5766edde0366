"""What `decide` knows when it begins."""

from dataclasses import replace
from datetime import date

from bench.reading.vouch import MemoryJob
from workers.decision.evidence import Evidence
from workers.findings import Prepared


def test_a_verification_is_judged_by_the_day_on_which_it_was_accepted():
    job = replace(MemoryJob.with_pictures({}), received=date(2020, 2, 29))
    job.finds["prepare"] = Prepared(pictures={})
    assert Evidence.of(job).today == date(2020, 2, 29)
