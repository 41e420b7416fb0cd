"""Where the brokers are; all of it comes from .lab/kafka/env by environment."""
import os


def required(name):
    value = os.environ.get(name)
    if not value:
        raise SystemExit(f"{name} is not set: start the scene by lab/traffic")
    return value


def registry_port():
    return int(required("LAB_KAFKA_REGISTRY_PORT"))


def client(client_name, **more):
    """librdkafka's settings for every client. Keyword names have underscores where its own have dots."""
    found = {"bootstrap.servers": required("LAB_KAFKA_BOOTSTRAP"), "client.id": client_name, "log_level": 2,
             "reconnect.backoff.max.ms": 2_000, "socket.keepalive.enable": True}
    found.update({name.replace("_", "."): value for name, value in more.items()})
    return found


def producer(client_name, **more):
    # A second of lingering: fewer requests and wake-ups, and batches worth compressing.
    return client(client_name, **{"linger_ms": 250, "message_timeout_ms": 30_000, **more})


def consumer(client_name, group, **more):
    return client(client_name, **{"group_id": group, "enable_auto_commit": False, "auto_offset_reset": "earliest", "fetch_wait_max_ms": 1_000,
                                  "session_timeout_ms": 10_000, "heartbeat_interval_ms": 3_000, "queued_max_messages_kbytes": 2_048, **more})
