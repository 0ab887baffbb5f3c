"""A model that answers as a prompt tells it: `[[pieces=50 every=2]]` (milliseconds). Runs in a process of its own.
Like those of the world it keeps connections alive.

python model.py PORT
"""

import asyncio
import json
import re
import sys

HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"


def event(delta: dict, finish: str | None = None) -> bytes:
    content = {"id": "x", "object": "chat.completion.chunk", "created": 1, "model": "bench",
             "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}
    return f"data: {json.dumps(content)}\n\n".encode()


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


PIECES = [chunk(event({"content": f"word{number} "})) for number in range(1000)]
END = chunk(event({}, "stop") + b"data: [DONE]\n\n") + chunk(b"")


def whole(pieces: int) -> bytes:
    """The answer that is not streamed. Its last bytes tell a reader that it is all there."""
    text = "".join(f"word{number} " for number in range(pieces))
    body = json.dumps({
        "id": "x", "object": "chat.completion", "created": 1, "model": "bench",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 9, "completion_tokens": pieces, "total_tokens": 9 + pieces, "end": "[DONE]"},
    }).encode()
    return b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n%s" % (len(body), body)


class Exchange(asyncio.Protocol):
    def __init__(self) -> None:
        self.received = b""
        self.answer: asyncio.Task | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.received += data
        head, separator, body = self.received.partition(b"\r\n\r\n")
        length = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
        if separator and length and len(body) >= int(length[1]) and not self.answer:
            orders = re.findall(rb"\[\[pieces=(\d+) every=(\d+)\]\]", body)
            pieces, every = orders[-1] if orders else (b"5", b"0")
            self.received = b""
            if re.search(rb'"stream": ?true', body):
                self.answer = asyncio.ensure_future(self.stream(int(pieces), int(every) / 1000))
            else:
                self.transport.write(whole(int(pieces)))

    def connection_lost(self, _: Exception | None) -> None:
        if self.answer:
            self.answer.cancel()

    async def stream(self, pieces: int, every: float) -> None:
        self.transport.write(HEAD)
        for number in range(pieces):
            self.transport.write(PIECES[number])
            if every:
                await asyncio.sleep(every)
        self.transport.write(END)
        self.answer = None


async def main() -> None:
    server = await asyncio.get_running_loop().create_server(Exchange, "127.0.0.1", int(sys.argv[1]), backlog=8192)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
