"""The dispatcher: one small process that moves what stands still and sends webhooks."""

import asyncio
import contextlib
import signal

from app.dispatcher.courier import Courier
from app.dispatcher.mover import Mover


async def _run() -> None:
    loop = asyncio.get_running_loop()
    over = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, over.set)
    courier = Courier()
    mover = Mover(lambda: loop.call_soon_threadsafe(courier.news.set))
    moving = asyncio.create_task(asyncio.to_thread(mover.run))
    sending = asyncio.create_task(courier.run())
    stopping = asyncio.create_task(over.wait())
    done, _ = await asyncio.wait({moving, sending, stopping}, return_when=asyncio.FIRST_COMPLETED)
    mover.stop()
    sending.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await sending
    await moving
    for task in done - {stopping}:
        task.result()


def main() -> None:
    """Runs until SIGTERM or SIGINT."""
    asyncio.run(_run())
