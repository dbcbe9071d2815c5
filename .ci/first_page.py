"""How long from `bin/demo` to its first page? Fails beyond so many seconds: `first_page.py SECONDS`."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def first_page(port, *, patience):
    """Seconds until the home page answers, or None."""
    began = time.monotonic()
    while time.monotonic() - began < patience:
        try:
            with urllib.request.urlopen(f"http://localhost:{port}/", timeout=patience) as page:
                page.read()
            return time.monotonic() - began
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.05)
    return None


def main():
    bar, port = float(sys.argv[1]), free_port()
    demo = subprocess.Popen(["bin/demo", "--port", str(port)], start_new_session=True, stdout=subprocess.DEVNULL)
    try:
        took = first_page(port, patience=60)
    finally:
        os.killpg(demo.pid, signal.SIGTERM)
        demo.wait(timeout=30)
    if took is None:
        sys.exit("No page in a minute.")
    print(f"The first page came after {took:.1f} s; the bar is {bar:g}.")
    sys.exit(took > bar)


if __name__ == "__main__":
    main()
