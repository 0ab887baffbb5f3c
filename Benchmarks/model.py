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


def message_event(name: str, **fields) -> bytes:
    return f"event: {name}\ndata: {json.dumps({'type': name, **fields})}\n\n".encode()


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%s\r\n" % (len(data), data)


PIECES = [chunk(event({"content": f"word{number} "})) for number in range(1000)]
END = chunk(event({}, "stop") + b"data: [DONE]\n\n") + chunk(b"")


# The same as Anthropic has it.
MESSAGE = {"id": "x", "type": "message", "role": "assistant", "model": "bench", "content": [], "stop_reason": None, "stop_sequence": None}
MESSAGE_START = chunk(
    message_event("message_start", message={**MESSAGE, "usage": {"input_tokens": 9, "output_tokens": 1}})
    + message_event("content_block_start", index=0, content_block={"type": "text", "text": ""}))
MESSAGE_PIECES = [
    chunk(message_event("content_block_delta", index=0, delta={"type": "text_delta", "text": f"word{number} "}))
    for number in range(1000)]
MESSAGE_END = chunk(
    message_event("content_block_stop", index=0)
    + message_event("message_delta", delta={"stop_reason": "end_turn", "stop_sequence": None}, usage={"output_tokens": 50})
    + message_event("message_stop")) + chunk(b"")


def whole(pieces: int, is_message: bool) -> bytes:
    """The answer that is not streamed. Its usage comes last."""
    text = "".join(f"word{number} " for number in range(pieces))
    body = json.dumps({
        **MESSAGE, "content": [{"type": "text", "text": text}], "stop_reason": "end_turn",
        "usage": {"input_tokens": 9, "output_tokens": pieces}} if is_message else {
        "id": "x", "object": "chat.completion", "created": 1, "model": "bench",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": text}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 9, "completion_tokens": pieces, "total_tokens": 9 + pieces},
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
            is_message = head.startswith(b"POST /v1/messages")
            if re.search(rb'"stream": ?true', body):
                self.answer = asyncio.ensure_future(self.stream(int(pieces), int(every) / 1000, is_message))
            else:
                self.transport.write(whole(int(pieces), is_message))

    def connection_lost(self, _: Exception | None) -> None:
        if self.answer:
            self.answer.cancel()

    async def stream(self, pieces: int, every: float, is_message: bool) -> None:
        start, words, end = (MESSAGE_START, MESSAGE_PIECES, MESSAGE_END) if is_message else (b"", PIECES, END)
        self.transport.write(HEAD + start)
        for number in range(pieces):
            self.transport.write(words[number])
            if every:
                await asyncio.sleep(every)
        self.transport.write(end)
        self.answer = None


async def main() -> None:
    server = await asyncio.get_running_loop().create_server(Exchange, "127.0.0.1", int(sys.argv[1]), backlog=8192)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main())
