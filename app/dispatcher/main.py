"""The dispatcher: one small process that moves what stands still and sends webhooks."""

import asyncio
import contextlib
import signal
import threading

from app.dispatcher import housekeeping
from app.dispatcher.courier import Courier
from app.dispatcher.mover import Mover


async def _run() -> None:
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopped.set)
    over = threading.Event()
    courier = Courier()
    mover = Mover(lambda: loop.call_soon_threadsafe(courier.news.set), over)
    moving = asyncio.create_task(asyncio.to_thread(mover.run))
    cleaning = asyncio.create_task(asyncio.to_thread(housekeeping.run, over))
    sending = asyncio.create_task(courier.run())
    stopping = asyncio.create_task(stopped.wait())
    tasks = {moving, cleaning, sending, stopping}
    done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    over.set()
    sending.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await sending
    await asyncio.gather(moving, cleaning)
    for task in done - {stopping}:
        task.result()


def main() -> None:
    """Runs until SIGTERM or SIGINT."""
    asyncio.run(_run())
