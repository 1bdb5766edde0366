"""`vouch …`: the one module that may import from everywhere, inside its commands."""

import logging
import resource
import signal
import sys
import tempfile
import threading
from datetime import timedelta
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from app.core.settings import get_settings

main = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__)
keys = typer.Typer(no_args_is_help=True, help="API keys.")
models = typer.Typer(no_args_is_help=True, help="The models that the workers run.")
faces = typer.Typer(no_args_is_help=True, help="The face index.")
main.add_typer(keys, name="keys")
main.add_typer(models, name="models")
main.add_typer(faces, name="faces")

LOG_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"


@main.callback()
def prepare_process() -> None:
    """A self-hosted backend that verifies identity documents and faces."""
    # A core dump would hold pictures, and the keys that open them.
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    logging.basicConfig(level=get_settings().log_level, format=LOG_FORMAT)
    for noisy in ("httpx", "alembic.runtime.plugins"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


@main.command()
def serve(
    embedded: Annotated[
        bool, typer.Option("--embedded", help="Start PostgreSQL, Redis and the workers too.")
    ] = False,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    state_dir: Annotated[
        Path, typer.Option(help="Where the embedded stack keeps everything.")
    ] = Path("var/embedded"),
) -> None:
    """Serves the API; with --embedded, the whole of Vouch."""
    if embedded:
        _serve_embedded(port, state_dir)
        return
    import uvicorn

    from app.api.main import create_app

    # Requests are counted in /metrics; an access log would hold what links are signed with.
    uvicorn.run(create_app(), host=host, port=port, access_log=False, log_config=None)


def _serve_embedded(port: int, state_dir: Path) -> None:
    from app.embedded.services import StackError
    from app.embedded.stack import Stack

    stack = Stack(state_dir, port)
    stopped = threading.Event()

    def stop(*_: object) -> None:
        stopped.set()
        stack.stop_watching()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    try:
        stack.start(lambda step: typer.echo(f"starting {step}"))
    except StackError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    try:
        if not stopped.is_set():
            typer.echo(f"Vouch is at {stack.url} (its documentation at {stack.url}/docs)")
            typer.echo(f"API key: {stack.api_key}")
            stack.watch()
    finally:
        stack.stop()
        typer.echo("stopped")


@main.command()
def worker(
    queues: Annotated[
        str, typer.Option(help="Queues to serve, with commas; all where left out.")
    ] = "",
    concurrency: Annotated[int, typer.Option(help="Processes; 0: one a processor.")] = 0,
) -> None:
    """Runs a worker."""
    from workers.main import ModelsMissingError
    from workers.main import main as run_worker

    try:
        run_worker([name for name in queues.split(",") if name] or None, concurrency or None)
    except ModelsMissingError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


@main.command()
def dispatcher() -> None:
    """Runs the dispatcher."""
    from app.dispatcher.main import main as run_dispatcher

    run_dispatcher()


@main.command()
def migrate(
    down_to: Annotated[
        str, typer.Option(help="Go back to a revision instead (`base`: all the way).")
    ] = "",
) -> None:
    """Brings the database to the tables of this version."""
    from app.core import migrate as migrations

    if down_to:
        migrations.downgrade(down_to)
    else:
        migrations.upgrade()


@main.command()
def configuration() -> None:
    """Prints docs/configuration.md, made from the settings."""
    from app.core.settings_page import configuration_page

    typer.echo(configuration_page(), nl=False)


@main.command()
def demo(
    folder: Annotated[Path, typer.Option(help="Where the results are left.")] = Path("var/demo"),
) -> None:
    """Shows the main job, end to end, on a stack of its own that is gone afterwards."""
    from app.demo import run_demo
    from app.embedded.services import StackError

    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(1))
    with tempfile.TemporaryDirectory(prefix="vouch-demo-") as state:
        try:
            run_demo(Path(state), folder)
        except KeyboardInterrupt:
            typer.echo("\nstopped")
            raise typer.Exit(130) from None
        except StackError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(1) from error


@main.command()
def specimen(
    kind: Annotated[str, typer.Argument(help="What to render; --list names them.")] = "",
    seed: Annotated[int, typer.Option(help="Another seed is another holder.")] = 0,
    capture: Annotated[str, typer.Option(help="flat, scan, phone or hard.")] = "phone",
    out: Annotated[Path, typer.Option(help="Folder to write to.")] = Path("var/specimens"),
    turn: Annotated[float, typer.Option(help="Degrees clockwise that the side lies turned.")] = 0,
    cut: Annotated[
        float, typer.Option(help="Part of the side beyond the picture's right edge, 0 to 1.")
    ] = 0,
    list_kinds: Annotated[bool, typer.Option("--list", help="List what there is.")] = False,
) -> None:
    """Renders a side of a fictional document, or a selfie, with its ground truth."""
    from workers.specimens.files import KINDS, write_specimen

    if list_kinds:
        typer.echo("\n".join(KINDS))
        return
    try:
        for path in write_specimen(kind, seed, capture, out, turn=turn, cut=cut):
            typer.echo(path)
    except (ValueError, FileNotFoundError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error


@main.command()
def fingerprint(
    pictures: Annotated[list[Path], typer.Argument(help="Pictures of documents.")],
) -> None:
    """Writes the lines of a list of known pictures: one for each card on them."""
    from workers.vision.image import UndecodableImage
    from workers.vision.known import fingerprints_of

    limit = get_settings().api.max_pixels
    for picture in pictures:
        try:
            for found in fingerprints_of(picture.read_bytes(), max_pixels=limit):
                typer.echo(f"{found} {picture.stem}")
        except (OSError, UndecodableImage) as error:
            typer.echo(f"{picture}: {error}", err=True)
            raise typer.Exit(1) from error


@keys.command("create")
def create_key(
    tenant: Annotated[str, typer.Option(help="Whose key; made where there is none.")],
    name: Annotated[str, typer.Option(help="What it is for.")] = "key",
    scopes: Annotated[str, typer.Option(help="Scopes, with commas; all where left out.")] = "",
) -> None:
    """Makes a key and prints it, this once."""
    from app.core.database import transaction
    from app.core.tenants.service import ALL_SCOPES
    from app.core.tenants.service import create_key as create

    wanted = tuple(scope for scope in scopes.split(",") if scope) or ALL_SCOPES
    unknown = sorted(set(wanted) - set(ALL_SCOPES))
    if unknown:
        typer.echo(f"unknown scopes {unknown}; there are {', '.join(ALL_SCOPES)}", err=True)
        raise typer.Exit(2)
    with transaction() as session:
        key_id, key = create(session, tenant, name, wanted)
    typer.echo(f"{key_id} {key}")


@keys.command("list")
def list_keys() -> None:
    """Lists the keys: id, tenant, name, scopes, end."""
    from app.core.database import transaction
    from app.core.tenants import service

    with transaction() as session:
        for key, tenant in service.list_keys(session):
            ends = f"ends {key.expires_at:%Y-%m-%d %H:%M}" if key.expires_at else "no end"
            typer.echo(f"{key.id} {tenant} {key.name} {','.join(key.scopes)} {ends}")


@keys.command("rotate")
def rotate_key(
    key_id: UUID,
    grace: Annotated[int, typer.Option(help="Hours that the old key still works.")] = 24,
) -> None:
    """Makes a new key in place of an old one, which ends after the grace."""
    from app.core.database import transaction
    from app.core.errors import NotFoundError
    from app.core.tenants import service

    try:
        with transaction() as session:
            new_id, key = service.rotate_key(session, key_id, timedelta(hours=grace))
    except NotFoundError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    typer.echo(f"{new_id} {key}")


@keys.command("revoke")
def revoke_key(key_id: UUID) -> None:
    """Ends a key now."""
    from app.core.database import transaction, utcnow
    from app.core.errors import NotFoundError
    from app.core.tenants import service

    try:
        with transaction() as session:
            service.expire_key(session, key_id, utcnow())
    except NotFoundError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


@models.command("build")
def build_models(
    options: Annotated[
        list[str] | None,
        typer.Option("--with", metavar="NAME", help="An optional model too; may be repeated."),
    ] = None,
) -> None:
    """Brings every model to its folder; quick where nothing has changed."""
    from workers.models import build, registry
    from workers.models.fetch import BuildError

    try:
        wanted = registry.chosen(*(options or ()))
    except KeyError as error:
        known = ", ".join(registry.options())
        typer.echo(
            f"no optional model is named {', '.join(error.args)}; there are: {known}", err=True
        )
        raise typer.Exit(2) from error
    try:
        build.build(registry.models_dir(), typer.echo, wanted)
    except BuildError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


@models.command("list")
def list_models() -> None:
    """Lists the models with their versions, licences and hashes, and how to build optional ones."""
    from workers.models import registry

    for model in registry.models().values():
        optional = f" --with {model.option}" if model.option else ""
        typer.echo(f"{model.name} {model.version} {model.licence} sha256:{model.sha256}{optional}")


@models.command("verify")
def verify_models() -> None:
    """Checks the hash of every model."""
    from workers.models import build, registry

    problems = build.verify(registry.models_dir())
    for problem in problems:
        typer.echo(problem, err=True)
    if problems:
        raise typer.Exit(1)
    typer.echo("all models are there and are what they should be")


@faces.command("reindex")
def reindex_faces() -> None:
    """Embeds anew, from the stored selfies, the faces that another model has embedded."""
    from app.core.storage import StoreUnavailableError
    from workers.reindex import DONE, reindex

    try:
        results = reindex()
    except StoreUnavailableError as error:
        typer.echo(f"the object store does not answer ({error}); run it again", err=True)
        raise typer.Exit(1) from error
    left = results.total() - results[DONE]
    typer.echo(f"{results[DONE]} faces embedded anew, {left} could not be")
    for why, count in sorted(results.items()):
        if why != DONE:
            typer.echo(f"  {why}: {count}")


if __name__ == "__main__":
    main()
