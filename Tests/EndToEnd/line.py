"""The line between a browser and the servers: a plain relay, to each of them in turn, that a test may cut and mend."""

import contextlib
import socket
import threading


class Line:
    def __init__(self, *ports: int) -> None:
        self.targets = list(ports)
        self.is_cut = threading.Event()
        self.open: set[socket.socket] = set()
        self.listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self.accept, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.listener.getsockname()[1]}"

    def accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self.listener.accept()
                if self.is_cut.is_set():
                    near.close()
                    continue
                self.targets.append(self.targets.pop(0))
                try:
                    far = socket.create_connection(("127.0.0.1", self.targets[-1]))
                except OSError:
                    near.close()
                    continue
                self.open |= {near, far}
                for ends in ((near, far), (far, near)):
                    threading.Thread(target=self.relay, args=ends, daemon=True).start()

    def relay(self, source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def cut(self) -> None:
        """Ends every connection; new ones are refused until `mend()`."""
        self.is_cut.set()
        for end in self.open:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self.open.clear()

    def mend(self) -> None:
        self.is_cut.clear()

    def close(self) -> None:
        self.cut()
        self.listener.close()
