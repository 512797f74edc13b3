"""A program on a TCP port, one process for each connection, as systemd does it with Accept=yes."""

import socket
import subprocess
import threading


class Server:
    """Listens on a port of its own from the start, until `close`."""

    def __init__(self, command: list[str]) -> None:
        self._command = command
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        running: list[subprocess.Popen] = []
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                break
            with connection:
                running.append(
                    subprocess.Popen(self._command, stdin=connection, stdout=connection, stderr=subprocess.DEVNULL)
                )
            running = [process for process in running if process.poll() is None]
        for process in running:
            process.wait()

    def close(self) -> None:
        """Ends it; connections that are open go on."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
