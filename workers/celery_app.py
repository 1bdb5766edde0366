"""The Celery application and the one task: claim, run, finish.

Messages are acknowledged before the work (the lease in the database is the only
redelivery), and carry ids alone.
"""

import logging
import uuid

from celery import Celery
from kombu.entity import Queue
from sqlalchemy.exc import SQLAlchemyError

from app.core.broker import TASK
from app.core.database import transaction
from app.core.errors import origin
from app.core.pipeline import QUEUES
from app.core.report import State
from app.core.settings import get_settings
from app.core.storage import StoreUnavailableError, object_store
from app.core.verifications import redaction, stages
from app.core.verifications.stages import Claim
from workers.job import Job
from workers.lease import Lease
from workers.stages import STAGES, Conclusion

log = logging.getLogger(__name__)

CONSUMER_TIMEOUT = 5.0  # seconds; kombu blocks on an empty queue for one


def create_app() -> Celery:
    """Returns the application that the workers run."""
    settings = get_settings()
    application = Celery("vouch", broker=settings.broker.url.get_secret_value())
    application.conf.update(
        task_queues=[Queue(name) for name in QUEUES],  # type: ignore[no-untyped-call]
        task_ignore_result=True,
        task_acks_late=False,
        worker_prefetch_multiplier=1,
        worker_enable_remote_control=False,
        worker_send_task_events=False,
        worker_hijack_root_logger=False,
        worker_proc_alive_timeout=60,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_connection_timeout=settings.broker.timeout,
        broker_transport_options={
            "socket_timeout": CONSUMER_TIMEOUT,
            "socket_connect_timeout": settings.broker.timeout,
            "socket_keepalive": True,
            "health_check_interval": 10,
        },
    )
    return application


app = create_app()


@app.task(name=TASK)  # type: ignore[untyped-decorator]
def run_stage(verification_id: str, stage: str) -> None:
    """Runs one stage of one verification, if it is due; a second message simply ends."""
    try:
        with transaction() as session:
            claim = stages.claim(session, uuid.UUID(verification_id), stage)
        if claim is not None:
            _work(claim)
    except SQLAlchemyError as error:
        # Whatever was begun is not finished: its lease runs out, and it is rung for again.
        log.error("%s waits for the database: %s", stage, type(error).__name__)


def _work(claim: Claim) -> None:
    try:
        with Lease(claim):
            job = Job.of(claim)
            found = STAGES[claim.stage](job)
    except StoreUnavailableError as error:
        log.warning("the object store fails for %s: %s", claim.stage, error)
        _wait_for_the_store(claim)
        return
    except SQLAlchemyError:
        raise
    except Exception as error:
        # The message of an exception may hold what was read from a document; the type may not.
        log.error(
            "%s of %s failed: %s at %s",
            claim.stage,
            claim.verification_id,
            type(error).__name__,
            origin(error),
        )
        with transaction() as session:
            stages.give_up_attempt(session, claim, f"{claim.stage}_failed")
        return
    if isinstance(found, Conclusion):
        _conclude(job, claim, found)
    else:
        with transaction() as session:
            stages.finish(session, claim, job.seal(found))


def _wait_for_the_store(claim: Claim) -> None:
    """Waits while the whole store is away; one object that cannot be had counts as an attempt."""
    try:
        object_store().check()
        away = False
    except Exception:
        away = True
    with transaction() as session:
        if away:
            stages.postpone(session, claim)
        else:
            stages.give_up_attempt(session, claim, "store_failed")


def _conclude(job: Job, claim: Claim, conclusion: Conclusion) -> None:
    report = conclusion.report
    sealed = job.key.seal(report.model_dump_json(by_alias=True).encode(), "report")
    state = State.FAILED if conclusion.nothing_to_verify else State.FINISHED
    with transaction() as session:
        concluded = stages.conclude(
            session, claim, state, report.outcome, sealed, conclusion.face, conclusion.pictures
        )
    if concluded:
        try:
            redaction.delete_work(claim.verification_id)
        except Exception as error:
            # The dispatcher tries again.
            log.warning("work is left of %s: %s", claim.verification_id, type(error).__name__)
