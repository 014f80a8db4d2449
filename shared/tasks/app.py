"""The Celery application of a service: one queue, JSON only, no result backend.

Celery carries doorbells; the jobs themselves live in the store (ADR 1). So a
message is acknowledged when it is taken, nothing is prefetched beyond the slots,
and neither results nor retries of Celery's own are used.
"""

import ssl
from urllib.parse import urlsplit

from celery import Celery
from kombu.entity import Queue
from redis.backoff import NoBackoff
from redis.retry import Retry

from shared.redis_address import SentinelAddress, sentinel_address
from shared.redis_pools import SENTINEL_SECONDS
from shared.tasks import broker as transports

PRIORITY_STEPS = (0, 3, 6, 9)
"""Buckets of the Redis transport; 0 is served first."""


def make_app(name: str, queue: str, broker_url: str, *, key_prefix: str = "") -> Celery:
    """Return an application that consumes and fills ``queue``. Opens no connection.

    Args:
        key_prefix: put in front of every key of the broker, for tests that share one.
    """
    sentinel = sentinel_address(broker_url)
    broker = broker_url if sentinel is None else sentinel.for_kombu()
    app = Celery(name, broker=broker, set_as_current=False)
    app.conf.update(
        task_serializer="json",
        accept_content=["json"],
        task_ignore_result=True,
        task_default_queue=queue,
        task_queues=[Queue(queue)],
        task_acks_late=False,
        worker_prefetch_multiplier=1,
        worker_disable_prefetch=True,
        worker_disable_rate_limits=True,  # a held doorbell would hold up whoever hears the next
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        broker_transport=transports.PLAIN if sentinel is None else transports.SENTINEL,
        broker_use_ssl=_tls(broker_url),
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_transport_options={
            "global_keyprefix": key_prefix,
            "priority_steps": list(PRIORITY_STEPS),
            "queue_order_strategy": "priority",
            "socket_timeout": 5,
            "socket_connect_timeout": 5,
            "socket_keepalive": True,
            # kombu gives up a connection on which it has waited for this long and once more.
            "health_check_interval": 5,
            **({} if sentinel is None else _of_sentinel(sentinel)),
        },
    )
    return app


def _tls(broker_url: str) -> dict[str, object] | None:
    """Return how to speak TLS; of a transport that it is given by name, kombu would not.

    The certificate is checked as the store's is, unless the URL says otherwise (``ssl_…``).
    """
    parts = urlsplit(broker_url)
    if parts.scheme != "rediss" or "ssl_" in parts.query:
        return None
    return {"ssl_cert_reqs": ssl.CERT_REQUIRED}


def _of_sentinel(sentinel: SentinelAddress) -> dict[str, object]:
    return {
        "master_name": sentinel.service,
        "sentinel_kwargs": {
            "socket_timeout": SENTINEL_SECONDS,
            "socket_connect_timeout": SENTINEL_SECONDS,
            "retry": Retry(NoBackoff(), 0),
        },
    }
