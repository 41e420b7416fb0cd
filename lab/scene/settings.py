"""Where the broker is and who we are there; all of it comes from .lab/rabbitmq/env by environment."""
import os
import ssl
from urllib.parse import urlsplit

import pika

MAIN = "/"
EU = "shop/eu"
ODD = "odd <b>names</b> & ünïcödé"


def required(name):
    value = os.environ.get(name)
    if not value:
        raise SystemExit(f"{name} is not set: start the scene by lab/traffic")
    return value


def endpoints():
    """(host, port) of every node."""
    urls = required("LAB_RABBITMQ_AMQP_URLS").split(",")
    return [(urlsplit(url).hostname, urlsplit(url).port) for url in urls]


def parameters(vhost, client_name, user="APP", heartbeat=30):
    """Connection parameters for every node, in turn."""
    login = pika.PlainCredentials(required(f"LAB_RABBITMQ_{user}_USER"), required(f"LAB_RABBITMQ_{user}_PASSWORD"))
    return [
        pika.ConnectionParameters(
            host=host, port=port, virtual_host=vhost, credentials=login, heartbeat=heartbeat,
            blocked_connection_timeout=300, socket_timeout=5, stack_timeout=15, connection_attempts=1,
            client_properties={"connection_name": client_name, "product": "lab scene", "version": "1"},
        )
        for host, port in endpoints()
    ]


def tls_parameters(vhost, client_name):
    """The same over TLS, or None when the lab was started without it."""
    urls = os.environ.get("LAB_RABBITMQ_AMQPS_URLS")
    if not urls:
        return None
    context = ssl.create_default_context(cafile=required("LAB_RABBITMQ_CA_FILE"))
    found = parameters(vhost, client_name)
    for one, url in zip(found, urls.split(",")):
        one.port = urlsplit(url).port
        one.ssl_options = pika.SSLOptions(context, urlsplit(url).hostname)
    return found
