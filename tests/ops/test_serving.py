import socket
import threading
import urllib.request

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from mutualaid.ops import serving


def test_it_answers_on_loopback_alone_and_says_localhost():
    server = serving.Server(0)
    assert server.server_address[0] == "127.0.0.1"
    assert server.address == f"http://localhost:{server.server_port}"
    running = threading.Thread(target=server.serve)
    running.start()
    try:
        with urllib.request.urlopen(f"{server.address}/health/live", timeout=20) as answer:
            assert answer.read() == b"live\n"
    finally:
        server.shutdown()
        running.join()


def test_a_taken_port_is_a_sentence_that_says_what_to_do():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(serving.PortUnusable, match=f"Port {port} is taken .* --port {port + 1}"):
            serving.Server(port)


def test_a_port_that_cannot_be_is_a_sentence_too():
    with pytest.raises(serving.PortUnusable, match="There is no port 99999"):
        serving.Server(99999)


def test_the_demonstration_runs_in_its_own_mode_alone():
    with pytest.raises(CommandError, match="Start the demonstration with bin/demo"):
        call_command("demo", "--no-serve")
