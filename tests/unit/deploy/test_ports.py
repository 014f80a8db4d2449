import socket
from dataclasses import replace

from deploy.local.ports import Ports, free_ports, is_taken
from deploy.local.up import taken_ports


def test_free_ports_differ_and_are_free() -> None:
    ports = free_ports(5)
    assert len(set(ports)) == 5
    assert not any(is_taken(port) for port in ports)


def test_a_port_shared_by_so_reuseport_counts_as_taken() -> None:
    with socket.socket() as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        sock.bind(("127.0.0.1", 0))
        sock.listen()
        assert is_taken(sock.getsockname()[1])


def test_a_port_that_connections_have_just_left_is_free() -> None:
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as servers do
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        client = socket.create_connection(("127.0.0.1", port))
        accepted, _ = server.accept()
        accepted.close()  # the side that closes first keeps the port in TIME_WAIT
        client.close()
    assert not is_taken(port)


def test_taken_ports_name_the_part_and_the_setting() -> None:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        sock.listen()
        taken = sock.getsockname()[1]
        first, second = free_ports(2)
        lines = taken_ports(Ports(valkey=first, outline=taken, document=second))
    assert len(lines) == 1
    assert f"Port {taken} is taken" in lines[0]
    assert "outline-server" in lines[0]
    assert "make up OUTLINE_PORT=" in lines[0]


def test_ports_of_metrics_are_wanted_only_when_asked_for() -> None:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        second = sock.getsockname()[1]
        ports = replace(Ports.free(), metrics=second - 1)
        assert taken_ports(ports) == []
        # The others of the four may be taken too, by whoever else is on this machine.
        lines = [line for line in taken_ports(ports, metrics=4) if f"Port {second} " in line]
        (line,) = lines
        assert "is taken; metrics needs it" in line
        assert "METRICS_PORT=" in line
