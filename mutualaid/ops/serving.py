"""Answer this machine, and no other, until told to stop: Django's own server, for the demonstration alone."""

from __future__ import annotations

import errno
from socketserver import ThreadingMixIn

from django.core.servers.basehttp import WSGIRequestHandler, WSGIServer, get_internal_wsgi_application

LOOPBACK = "127.0.0.1"


class PortUnusable(Exception):
    """Nothing can be served there. ``str(error)`` is a sentence for people."""


class Handler(WSGIRequestHandler):
    """Django's own reads a length that is no number, and fails."""

    def get_environ(self) -> dict[str, str]:
        environ = super().get_environ()
        if not environ.get("CONTENT_LENGTH", "").isdecimal():
            environ["CONTENT_LENGTH"] = "0"
        return environ


class Server(ThreadingMixIn, WSGIServer):
    """Holds its port from the moment it is made; a browser that comes early waits for ``serve``."""

    daemon_threads = True

    def __init__(self, port: int):
        try:
            super().__init__((LOOPBACK, port), Handler, ipv6=False)
        except OverflowError:
            raise PortUnusable(f"There is no port {port}: choose one from 1024 to 65535, like --port 8080.") from None
        except PermissionError:
            raise PortUnusable(f"Port {port} is the system's own: choose another, like --port 8080.") from None
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
            raise PortUnusable(
                f"Port {port} is taken by something else on this machine: choose another with --port, "
                f"like --port {port + 1}."
            ) from None

    @property
    def address(self) -> str:
        return f"http://localhost:{self.server_port}"

    def serve(self) -> None:
        """Answer until interrupted."""
        self.set_app(get_internal_wsgi_application())
        try:
            self.serve_forever()
        except KeyboardInterrupt:
            pass
        finally:
            self.server_close()
