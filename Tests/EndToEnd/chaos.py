"""A proxy that delays, slices and cuts what passes between a server and its stores. A process of its own."""

import asyncio
import multiprocessing
import pathlib
import random

from services import DIES_WITH_US  # noqa: F401 (the process below ends with its parent: it is a daemon)


class ChaosProxy:
    """Listens on `path`, connects to `target`, both Unix sockets. Calm until `rage()`."""

    def __init__(self, path: pathlib.Path, target: pathlib.Path, seed: int) -> None:
        self.path = path
        self._raging = multiprocessing.Value("b", False)
        ready = multiprocessing.Event()
        self._process = multiprocessing.Process(
            target=_serve, args=(str(path), str(target), seed, self._raging, ready), daemon=True)
        self._process.start()
        assert ready.wait(10), "the proxy did not start"

    def rage(self) -> None:
        self._raging.value = True

    def calm(self) -> None:
        self._raging.value = False

    def close(self) -> None:
        self._process.kill()
        self._process.join()


def _serve(path: str, target: str, seed: int, raging, ready) -> None:
    chance = random.Random(seed)

    async def pump(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter, other: asyncio.StreamWriter
    ) -> None:
        try:
            while data := await reader.read(65536):
                if raging.value:
                    await disturb(data, writer)
                else:
                    writer.write(data)
                    await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError, BrokenPipeError):
            pass
        finally:
            # A cut is a cut both ways: a side that is not told would wait for its time-out.
            writer.close()
            other.close()

    async def disturb(data: bytes, writer: asyncio.StreamWriter) -> None:
        dice = chance.random()
        if dice < 0.0005:
            writer.write(data[: chance.randrange(len(data))])
            raise ConnectionResetError
        if dice < 0.002:
            await asyncio.sleep(chance.random() * 0.5)
        if dice < 0.02 and len(data) > 1:
            cut = chance.randrange(1, len(data))
            writer.write(data[:cut])
            await writer.drain()
            await asyncio.sleep(0.001)
            data = data[cut:]
        writer.write(data)
        await writer.drain()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            back_reader, back_writer = await asyncio.open_unix_connection(target)
        except OSError:
            writer.close()
            return
        await asyncio.gather(pump(reader, back_writer, writer), pump(back_reader, writer, back_writer))

    async def main() -> None:
        server = await asyncio.start_unix_server(connected, path)
        ready.set()
        async with server:
            await server.serve_forever()

    asyncio.run(main())
