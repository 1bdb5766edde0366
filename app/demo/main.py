"""The demo in its order: pictures, stack, submission, stages, report, webhook, history."""

import json
import shutil
import signal
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import typer
from standardwebhooks import WebhookVerificationError

from app.api.verifications.schemas import VerificationView
from app.core.report import Report, State
from app.demo.client import Client, Endpoint
from app.demo.pictures import Pictures, annotated, render
from app.demo.presentation import card_lines, heading, report_lines, row, why
from app.embedded.services import StackError
from app.embedded.stack import Stack
from app.receiver import Received, WebhookReceiver

SEED = 0  # the holder of ICAO's own specimen
WEBHOOK_LIMIT = 15.0  # seconds after the verification is over
FILES = (
    "passport.jpg",
    "selfie.jpg",
    "report.json",
    "annotated.jpg",
    "card-front.jpg",
    "card-back.jpg",
    "card.json",
    "webhook.json",
    "history.json",
)


class DemoError(Exception):
    """Something is not as it should be; the message says what."""


def run_demo(state: Path, folder: Path) -> None:
    """Shows the main job and leaves its results in `folder`.

    `state`: an empty folder for the stack, which is stopped again in any case. Raises
    `SystemExit` with what is wrong where something is; the stack's logs are then in `folder`.
    """
    started = time.monotonic()
    _clear(folder)
    stack = Stack(state)
    try:
        pictures = _render(folder)
        _start(stack)
        with WebhookReceiver() as receiver, Client(stack.url, stack.api_key) as client:
            report = _show(client, receiver, pictures, folder)
    except (DemoError, StackError, httpx.HTTPError) as error:
        raise SystemExit(f"\nThe demo failed: {error}{_kept_logs(state, folder)}") from error
    finally:
        with _signals_later():
            stack.stop()
    typer.echo(heading(f"Stopped. All of it took {time.monotonic() - started:.1f} s."))
    typer.echo(row(f"{folder}/", ", ".join(FILES)))
    typer.echo("\n" + "\n".join(why(report)))


def _show(client: Client, receiver: WebhookReceiver, pictures: Pictures, folder: Path) -> Report:
    endpoint = client.create_endpoint(receiver.url)
    request_id = client.submit(pictures, transaction_id=f"demo-{uuid.uuid4().hex[:8]}")
    typer.echo(heading(f"Submitted: {request_id}"))
    _follow(client, request_id)
    answer = client.verification(request_id)
    _write(folder / "report.json", answer)
    report = _report(VerificationView.model_validate(answer))
    (folder / "annotated.jpg").write_bytes(annotated(pictures.passport, report))
    _webhook(receiver, endpoint, request_id, folder)
    _history(client, request_id, folder)
    _card(client, pictures, folder)
    return report


def _card(client: Client, pictures: Pictures, folder: Path) -> None:
    """Prints what stands on the identity card. Raises `DemoError` where it was not read."""
    answer = client.read_card(pictures)
    _write(folder / "card.json", answer)
    report = VerificationView.model_validate(answer).report
    if report is None or not report.documents:
        raise DemoError(f"the identity card was not read: {answer['state']}")
    for line in card_lines(report.documents[0]):
        typer.echo(line)


def _clear(folder: Path) -> None:
    """Makes the folder, without the results of an earlier demo."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        (folder / name).unlink(missing_ok=True)
    shutil.rmtree(folder / "logs", ignore_errors=True)


def _kept_logs(state: Path, folder: Path) -> str:
    """Saves the logs from the throw-away folder, where there are any. Says where they are."""
    if not (state / "logs").is_dir():
        return ""
    kept = shutil.copytree(state / "logs", folder / "logs")
    return f"\nThe logs of the stack are in {kept}"


def _render(folder: Path) -> Pictures:
    typer.echo(heading("Drawing specimens"))
    started = time.monotonic()
    try:
        pictures = render(SEED)
    except FileNotFoundError as error:
        raise DemoError(str(error)) from error
    (folder / "passport.jpg").write_bytes(pictures.passport)
    (folder / "selfie.jpg").write_bytes(pictures.selfie)
    (folder / "card-front.jpg").write_bytes(pictures.card_front)
    (folder / "card-back.jpg").write_bytes(pictures.card_back)
    typer.echo(row("passport.jpg", "a passport that no state issues, photographed on a table"))
    typer.echo(row("selfie.jpg", "its holder"))
    typer.echo(row("card-front.jpg, -back", "a Vietnamese citizen card of nobody, both sides"))
    typer.echo(row("", f"in {time.monotonic() - started:.1f} s"))
    return pictures


def _start(stack: Stack) -> None:
    typer.echo(heading("Starting a stack of its own"))
    started = time.monotonic()
    steps: list[str] = []
    with ExitStack() as deaf:
        deaf.enter_context(_signals_later())

        def step(name: str) -> None:
            if steps:  # the first is PostgreSQL; it has started
                deaf.close()
            steps.append(name)

        stack.start(step)
    typer.echo(row(stack.url, f"{', '.join(steps)}: in {time.monotonic() - started:.1f} s"))


def _follow(client: Client, request_id: uuid.UUID) -> None:
    """Prints a line for each stage when it is over."""
    shown: set[str] = set()
    for stages in client.follow(request_id):
        for stage in stages:
            if stage.started_at and stage.finished_at and stage.name not in shown:
                took = _seconds(stage.started_at, stage.finished_at)
                again = f", attempt {stage.attempts}" if stage.attempts > 1 else ""
                typer.echo(row(stage.name, f"{stage.state} in {took}{again}"))
                shown.add(stage.name)


def _report(verification: VerificationView) -> Report:
    """Prints the report. Raises `DemoError` where the verification is not `FINISHED`."""
    state, over, report = verification.state, verification.finished_at, verification.report
    if state is not State.FINISHED or over is None or report is None:
        problem = f" ({verification.problem.title})" if verification.problem else ""
        raise DemoError(f"the verification is {state.value}{problem}")
    took = _seconds(verification.created_at, over)
    typer.echo(row("all together", f"{state.value} in {took} from submission on"))
    for line in report_lines(report):
        typer.echo(line)
    return report


def _seconds(start: datetime, end: datetime) -> str:
    return f"{(end - start).total_seconds():.2f} s"


def _webhook(
    receiver: WebhookReceiver, endpoint: Endpoint, request_id: uuid.UUID, folder: Path
) -> None:
    """Takes the webhook and verifies it. Raises `DemoError` where none came or it is wrong."""
    try:
        webhook = receiver.wait(timeout=WEBHOOK_LIMIT)[0]
    except TimeoutError as error:
        raise DemoError(f"no webhook came: {error}") from error
    _write(folder / "webhook.json", _as_json(webhook, endpoint))
    try:
        event = webhook.verify(endpoint.secret)
    except WebhookVerificationError as error:
        raise DemoError(f"the webhook's signature is wrong: {error}") from error
    if event["data"]["requestId"] != str(request_id):
        raise DemoError(f"the webhook is about {event['data']['requestId']}")
    typer.echo(heading("Webhook"))
    typer.echo(row(event["type"], f"webhook-id {webhook.headers['webhook-id']}"))
    typer.echo(row("signature", f"verified: {webhook.headers['webhook-signature']}"))


def _as_json(webhook: Received, endpoint: Endpoint) -> dict[str, Any]:
    """The body as text, as it is signed; the secret so that it can be verified once more."""
    return {
        "secret": endpoint.secret,
        "headers": webhook.headers,
        "body": webhook.body.decode(),
    }


def _history(client: Client, request_id: uuid.UUID, folder: Path) -> None:
    """Prints the history's entry. Raises `DemoError` where there is not exactly one."""
    answer = client.history(request_id)
    _write(folder / "history.json", answer)
    entries = answer["result"]["details"]["transactions"]
    if len(entries) != 1:
        raise DemoError(f"the history has {len(entries)} entries of the request")
    typer.echo(heading("FinOS history"))
    for name in ("apiCode", "statusCode", "requestTime"):
        typer.echo(row(name, entries[0][name]))


def _write(path: Path, content: Any) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


@contextmanager
def _signals_later() -> Iterator[None]:
    """Keeps a signal that would end this process until the block is over.

    PostgreSQL that is interrupted while it starts would be missed by the stop, and a stop that
    is interrupted leaves what it has not come to.
    """
    kept: list[int] = []
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {n: signal.signal(n, lambda number, _: kept.append(number)) for n in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if kept:
            signal.raise_signal(kept[0])
