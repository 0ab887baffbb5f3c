"""Many readers of streams at once, over raw sockets in one thread."""

import asyncio
import time
from dataclasses import dataclass, field


@dataclass
class Reading:
    """What one reader saw, in seconds since it asked."""

    first: float | None = None
    last: float = 0
    length: int = 0
    is_whole: bool = False


class Reader(asyncio.Protocol):
    """Asks once and reads until the stream ends. `mark`: the first bytes that come from the model."""

    def __init__(self, request: bytes, mark: bytes, end: bytes) -> None:
        self.request, self.mark, self.end = request, mark, end
        self.reading = Reading()
        self.tail = b""
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.Transport) -> None:
        self.transport = transport
        self.started = time.monotonic()
        transport.write(self.request)

    def data_received(self, data: bytes) -> None:
        now = time.monotonic() - self.started
        seen = self.tail + data
        if self.reading.first is None and self.mark in seen:
            self.reading.first = now
        self.reading.last, self.reading.length = now, self.reading.length + len(data)
        self.tail = seen[-64:]
        if self.end in seen:
            self.reading.is_whole = True
            self.transport.close()

    def connection_lost(self, _: Exception | None) -> None:
        if not self.done.done():
            self.done.set_result(self.reading)


@dataclass
class Crowd:
    """Readers that begin within `ramp` seconds, at most `width` at once."""

    port: int
    ramp: float = 0
    width: int = 100_000
    mark: bytes = b"word0"
    end: bytes = b"[DONE]"
    readings: list[Reading] = field(default_factory=list)

    def read(self, requests: list[bytes], halfway=None) -> list[Reading]:
        """`halfway` is called when all have asked."""
        asyncio.run(self._read(requests, halfway))
        return self.readings

    async def _read(self, requests: list[bytes], halfway) -> None:
        room = asyncio.Semaphore(self.width)
        tasks = []
        for request in requests:
            tasks.append(asyncio.create_task(self._one(request, room)))
            await asyncio.sleep(self.ramp / len(requests))
        if halfway:
            await asyncio.sleep(1)
            await asyncio.to_thread(halfway)
        self.readings = await asyncio.gather(*tasks)

    async def _one(self, request: bytes, room: asyncio.Semaphore) -> Reading:
        async with room:
            loop = asyncio.get_running_loop()
            _, reader = await loop.create_connection(
                lambda: Reader(request, self.mark, self.end), "127.0.0.1", self.port)
            return await asyncio.wait_for(reader.done, 120)


def post(path: str, body: bytes, **headers: str) -> bytes:
    lines = [f"POST {path} HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/json", f"Content-Length: {len(body)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body
