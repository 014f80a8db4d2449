"""Retry policy of clients, as a gRPC service config.

See gRFC A6. A policy covers a call until its first message has come; a stream
that broke later is its caller's to resume.
"""

import json


def retry_policy(service: str) -> str:
    """Return a service config that repeats calls to ``service`` that were UNAVAILABLE.

    At most 5 attempts with jittered backoff from 0.2 to 2 seconds; the call's own
    deadline ends them too.
    """
    return json.dumps(
        {
            "methodConfig": [
                {
                    "name": [{"service": service}],
                    "retryPolicy": {
                        "maxAttempts": 5,
                        "initialBackoff": "0.2s",
                        "maxBackoff": "2s",
                        "backoffMultiplier": 2,
                        "retryableStatusCodes": ["UNAVAILABLE"],
                    },
                }
            ]
        }
    )
