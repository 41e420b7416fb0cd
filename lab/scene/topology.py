"""Exchanges, queues, bindings, policies and shovels of the scene. Declaring again changes nothing."""
import os

import pika

from . import admin, settings

# Nothing may fill a disk when a demo is left alone overnight: every queue has a bound, here or by policy.
GROWING_LIMIT = 20_000
DLX = "shop.dlx"
DEAD_LETTERS = "shop.dead-letters"


def classic(**arguments):
    return "classic", arguments


def quorum(**arguments):
    return "quorum", arguments


def stream(**arguments):
    return "stream", arguments


# A leading "x-" is added, "_" reads "-".
MAIN_QUEUES = {
    "orders.incoming": quorum(),
    "orders.payment": quorum(delivery_limit=3, dead_letter_exchange=DLX, dead_letter_routing_key="payment"),
    "orders.shipping": classic(),
    "orders.express": classic(max_priority=10, max_length=2_000),
    "orders.audit": stream(max_length_bytes=20_000_000, stream_max_segment_size_bytes=2_000_000),
    "mail.outbox": classic(max_length=3_000),
    "sms.gateway": classic(max_length=1_000, overflow="reject-publish"),
    "reports.nightly": classic(queue_mode="lazy"),                  # bounded by policy
    "carts.abandoned": classic(),                                   # TTL and DLX by policy
    "search.index": classic(max_length=100, dead_letter_exchange=DLX, dead_letter_routing_key="search"),
    "invoices.pdf": classic(max_length=500),
    "webhooks.deliver": classic(max_length=500, dead_letter_exchange="shop.retry", dead_letter_routing_key="wait-10s"),
    "webhooks.retry.10s": classic(message_ttl=10_000, max_length=500, dead_letter_exchange="shop.retry",
                                  dead_letter_routing_key="again"),
    "stock.sync": classic(single_active_consumer=True),
    "ledger.postings": quorum(single_active_consumer=True),
    "calls.scheduled": classic(max_length=500, dead_letter_exchange=DLX, dead_letter_routing_key="calls"),
    "telemetry.clicks": classic(max_length=10_000),
    "documents.pdf": classic(max_length=1_000, message_ttl=600_000),
    "documents.images": classic(max_length=200, queue_mode="lazy"),
    "analytics.events": classic(max_length=5_000),
    "eu.outbound": classic(max_length=5_000),
    "erp.outbound": classic(max_length=1_000),
    "shop.unrouted": classic(max_length=1_000),
    DEAD_LETTERS: classic(),                                        # bounded by policy
}
EU_QUEUES = {
    "orders.from-hq": quorum(max_length=2_000),
    "returns": classic(),                                           # DLX and TTL by policy
    "returns.dead-letters": quorum(max_length=5_000),
}
ODD_QUEUES = [
    "a queue with spaces", "path/with/slashes", "100%2Fencoded%20already", "..", "../../etc/passwd", "<b>bold</b>",
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "it's \"quoted\"", "back\\slash", "naïve ünïcödé 订单 🐇",
    "مرحبا", "right-to-left \u202e gnirts", "zero\u200bwidth", "{{7*7}} ${7*7} @(7*7)", "'; DROP TABLE queues; --",
    "?vhost=/&page=2#top", "tab\there", "+1-555", "=HYPERLINK(\"http://127.0.0.1\")", " leading and trailing ", "x" * 255,
]
EXCHANGES = {
    settings.MAIN: [("shop.orders", "topic", {"alternate-exchange": "shop.unrouted"}), ("shop.commands", "direct", {}),
                    ("shop.events", "fanout", {}), ("shop.documents", "headers", {}), ("shop.unrouted", "fanout", {}),
                    (DLX, "topic", {}), ("shop.retry", "direct", {})],
    settings.EU: [("eu.returns", "direct", {}), ("eu.dlx", "fanout", {})],
    settings.ODD: [("odd/<i>exchange</i> ünï", "topic", {})],
}
MAIN_BINDINGS = [
    ("shop.orders", "orders.incoming", "order.created.#", {}), ("shop.orders", "orders.express", "order.created.*.express", {}),
    ("shop.orders", "eu.outbound", "order.created.eu.#", {}), ("shop.orders", "search.index", "product.changed", {}),
    ("shop.orders", "carts.abandoned", "cart.left", {}), ("shop.orders", "reports.nightly", "report.#", {}),
    ("shop.commands", "orders.payment", "pay", {}), ("shop.commands", "orders.shipping", "ship", {}),
    ("shop.commands", "mail.outbox", "mail", {}), ("shop.commands", "sms.gateway", "sms", {}),
    ("shop.commands", "stock.sync", "stock", {}), ("shop.commands", "ledger.postings", "post", {}),
    ("shop.commands", "invoices.pdf", "invoice", {}), ("shop.commands", "erp.outbound", "erp", {}),
    ("shop.events", "orders.audit", "", {}), ("shop.events", "analytics.events", "", {}),
    ("shop.documents", "documents.pdf", "", {"x-match": "all", "type": "pdf", "lang": "de"}),
    ("shop.documents", "documents.images", "", {"x-match": "any", "type": "image", "thumbnail": True}),
    ("shop.unrouted", "shop.unrouted", "", {}), (DLX, DEAD_LETTERS, "#", {}),
    ("shop.retry", "webhooks.retry.10s", "wait-10s", {}), ("shop.retry", "webhooks.deliver", "again", {}),
]


def declare_queue(channel, name, kind, arguments):
    table = {"x-" + key.replace("_", "-"): value for key, value in arguments.items()}
    table["x-queue-type"] = kind
    channel.queue_declare(name, durable=True, arguments=table)


def declare_all(client_name="scene: topology"):
    for vhost, declare in ((settings.MAIN, declare_main), (settings.EU, declare_eu), (settings.ODD, declare_odd)):
        connection = pika.BlockingConnection(settings.parameters(vhost, client_name))
        try:
            channel = connection.channel()
            for name, kind, arguments in EXCHANGES[vhost]:
                channel.exchange_declare(name, kind, durable=True, arguments=arguments)
            declare(channel)
        finally:
            if connection.is_open:
                connection.close()
    put_policies()
    put_shovels()


def declare_main(channel):
    for name, (kind, arguments) in MAIN_QUEUES.items():
        declare_queue(channel, name, kind, arguments)
    for source, queue, key, arguments in MAIN_BINDINGS:
        channel.queue_bind(queue, source, key, arguments)
    channel.exchange_bind("shop.events", "shop.orders", "order.#")


def declare_eu(channel):
    for name, (kind, arguments) in EU_QUEUES.items():
        declare_queue(channel, name, kind, arguments)
    channel.queue_bind("returns", "eu.returns", "return")
    channel.queue_bind("returns.dead-letters", "eu.dlx", "")


def declare_odd(channel):
    exchange = EXCHANGES[settings.ODD][0][0]
    for name in ODD_QUEUES:
        declare_queue(channel, name, "classic", {"max_length": 50})
        channel.queue_bind(name, exchange, name[:200])


def put_policies():
    admin.put_policy(settings.MAIN, "reports-bounded", r"^reports\.", {"max-length": GROWING_LIMIT, "overflow": "drop-head"}, priority=5)
    admin.put_policy(settings.MAIN, "dead-letters-bounded", r"\.dead-letters$", {"max-length": GROWING_LIMIT}, priority=5)
    admin.put_policy(settings.MAIN, "carts-expire", r"^carts\.", {"message-ttl": 30_000, "dead-letter-exchange": DLX,
                                                                  "dead-letter-routing-key": "carts"}, priority=5)
    admin.put_policy(settings.EU, "eu returns: DLX & TTL", "^returns$", {"dead-letter-exchange": "eu.dlx", "message-ttl": 300_000,
                                                                          "max-length": 1_000})
    admin.put_policy(settings.ODD, "<u>policy</u> \"odd\"", ".*", {"message-ttl": 3_600_000})
    for vhost in (settings.MAIN, settings.EU, settings.ODD):
        admin.put_policy(vhost, "safety-net", ".*", {"max-length": 50_000}, operator=True)


def put_shovels():
    moved = {"src-protocol": "amqp091", "dest-protocol": "amqp091", "ack-mode": "on-confirm", "src-prefetch-count": 50,
             "src-uri": admin.user_uri(settings.MAIN)}
    admin.put_shovel(settings.MAIN, "hq-to-eu", {**moved, "src-queue": "eu.outbound", "dest-uri": admin.user_uri(settings.EU),
                                                 "dest-queue": "orders.from-hq", "reconnect-delay": 5})
    # Nothing listens on the first port of the lab: this shovel never connects.
    dead_port = int(os.environ.get("LAB_PORT_BASE", "27670"))
    admin.put_shovel(settings.MAIN, "hq-to-legacy-erp (down)", {**moved, "src-queue": "erp.outbound", "dest-queue": "erp.in",
                                                                "dest-uri": admin.user_uri("/", port=dead_port), "reconnect-delay": 60})
