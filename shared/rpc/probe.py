"""Asks a server for its health, by ``grpc.health.v1``.

As a command, ``python -m shared.rpc.probe ADDRESS`` exits with 0 if the server at
ADDRESS (``host:port``, without TLS) is SERVING and with 1 otherwise: the health
check of the containers.
"""

import sys

import grpc
from grpc_health.v1.health_pb2 import HealthCheckRequest, HealthCheckResponse


def is_serving(address: str, *, timeout: float = 2.0) -> bool:
    """Whether the server at ``address`` says SERVING within ``timeout`` seconds."""
    with grpc.insecure_channel(address) as channel:
        check = channel.unary_unary(
            "/grpc.health.v1.Health/Check",
            request_serializer=HealthCheckRequest.SerializeToString,
            response_deserializer=HealthCheckResponse.FromString,
        )
        try:
            response = check(HealthCheckRequest(), timeout=timeout)
        except grpc.RpcError:
            return False
    return bool(response.status == HealthCheckResponse.SERVING)


if __name__ == "__main__":
    sys.exit(0 if is_serving(sys.argv[1]) else 1)
