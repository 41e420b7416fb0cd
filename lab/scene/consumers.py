"""The clients that consume, and those that pass work on."""
import json
import time

import pika

from . import bodies, settings, topology
from .actor import Actor, Consumer

RETRIES = 5


class OrderService(Consumer):
    """Takes new orders and asks for the payment."""

    client_name = "order-service"
    queue = "orders.incoming"
    tag = "order-service-1"

    def handle(self, channel, delivery, properties, body):
        order, _ = bodies.payment(self.done)
        headers = {"x-payment-kind": "card", "attempt": 1, "order-key": delivery.routing_key}
        channel.basic_publish("shop.commands", "pay", order, bodies.properties(
            "application/json", headers, correlation_id=properties.correlation_id, type="payment.request", reply_to="payments.replies"))
        channel.basic_ack(delivery.delivery_tag)


class PaymentService(Consumer):
    """Settles payments. For 10 s of every 2 minutes its provider is down and it rejects: those succeed when replayed later."""

    client_name = "payment-service"
    queue = "orders.payment"

    def handle(self, channel, delivery, properties, body):
        kind = (properties.headers or {}).get("x-payment-kind", "card")
        if kind == "crash":
            channel.basic_nack(delivery.delivery_tag, requeue=True)    # until the delivery limit
        elif kind == "broken" or time.time() % 120 < 10:
            channel.basic_reject(delivery.delivery_tag, requeue=False)
        else:
            settled = bodies.properties("application/json", {"settled": True}, correlation_id=properties.correlation_id)
            for key in ("ship", "post", "stock"):
                channel.basic_publish("shop.commands", key, body, settled)
            channel.basic_ack(delivery.delivery_tag)


class Shipping(Consumer):
    client_name = "shipping"
    queue = "orders.shipping"
    over_tls = True


class Express(Consumer):
    """A little slower than its queue fills at times: priorities overtake."""

    client_name = "express-desk"
    queue = "orders.express"
    prefetch = 1
    seconds_each = 0.45


class SlowMailer(Consumer):
    """Prefetch full: one mail a second, twenty in hand, more waiting."""

    client_name = "mailer (slow)"
    queue = "mail.outbox"
    prefetch = 20
    seconds_each = 1.0
    tag = "mailer"


class StuckSms(Consumer):
    """Takes ten and never acknowledges, until the broker's acknowledgement time-out closes its channel."""

    client_name = "sms-gateway (stuck)"
    queue = "sms.gateway"
    prefetch = 10

    def handle(self, channel, delivery, properties, body):
        pass


class PoisonInvoices(Consumer):
    """Requeues what it cannot read: the same few messages go round for ever."""

    client_name = "invoice-reader (poisoned)"
    queue = "invoices.pdf"
    prefetch = 1

    def handle(self, channel, delivery, properties, body):
        self.stopping.wait(0.25)
        channel.basic_nack(delivery.delivery_tag, requeue=True)


class Webhooks(Consumer):
    """Failed hooks wait 10 s in a TTL queue and come back; after five rounds they are parked with the dead letters."""

    client_name = "webhooks"
    queue = "webhooks.deliver"

    def handle(self, channel, delivery, properties, body):
        headers = properties.headers or {}
        rounds = max([death.get("count", 0) for death in headers.get("x-death", []) if death.get("reason") == "rejected"] or [0])
        if not headers.get("hook-fails"):
            channel.basic_ack(delivery.delivery_tag)
        elif rounds < RETRIES:
            channel.basic_reject(delivery.delivery_tag, requeue=False)
        else:
            channel.basic_publish(topology.DLX, "webhooks", body, properties)
            channel.basic_ack(delivery.delivery_tag)


class SearchIndexer(Consumer):
    """Half as fast as the catalogue: the queue stays full and drops its head."""

    client_name = "search-indexer"
    queue = "search.index"
    prefetch = 1
    seconds_each = 2.0


class Clicks(Consumer):
    """Automatic acknowledgement, no prefetch."""

    client_name = "click-counter (auto-ack)"
    queue = "telemetry.clicks"
    auto_ack = True


class Analytics(Consumer):
    client_name = "analytics"
    queue = "analytics.events"
    prefetch = 200


class Audit(Consumer):
    """Reads the stream from its next message on."""

    client_name = "audit (stream)"
    queue = "orders.audit"
    prefetch = 100
    arguments = {"x-stream-offset": "next"}


class Documents(Consumer):
    client_name = "archive"
    queue = "documents.pdf"


class StockA(Consumer):
    client_name = "stock-sync A"
    queue = "stock.sync"
    tag = "stock-a"


class StockB(StockA):
    """Waits as second consumer of a single-active-consumer queue."""

    client_name = "stock-sync B"
    tag = "stock-b"


class LedgerA(Consumer):
    client_name = "ledger A"
    queue = "ledger.postings"
    tag = "ledger-a"


class LedgerB(LedgerA):
    client_name = "ledger B"
    tag = "ledger-b"


class ExclusiveSession(Consumer):
    """An exclusive queue with a name, and one that the broker names; both on the fanout."""

    client_name = "browser session of Zoë"
    queue = "session.zoë (exclusive)"
    auto_ack = True

    def prepare(self, channel):
        channel.queue_declare(self.queue, exclusive=True, arguments={"x-max-length": 100})
        channel.queue_bind(self.queue, "shop.events")
        named_by_broker = channel.queue_declare("", exclusive=True, auto_delete=True, arguments={"x-max-length": 20}).method.queue
        channel.queue_bind(named_by_broker, "shop.events")


class EuOrders(Consumer):
    client_name = "eu: orders"
    vhost = settings.EU
    queue = "orders.from-hq"


class EuReturns(Consumer):
    client_name = "eu: warehouse"
    vhost = settings.EU
    queue = "returns"

    def handle(self, channel, delivery, properties, body):
        if (properties.headers or {}).get("bad") or not json.loads(body or b"{}"):
            channel.basic_reject(delivery.delivery_tag, requeue=False)
        else:
            channel.basic_ack(delivery.delivery_tag)


class OddConsumer(Consumer):
    client_name = "<img src=x onerror=alert(1)>"
    vhost = settings.ODD
    queue = "<script>alert(1)</script>"
    tag = "<b>tag</b> \"quoted\" 🐇"
    prefetch = 3


class Churn(Actor):
    """A client that connects, does one thing and leaves, every 20 s: connection and queue churn."""

    client_name = "cron job (short-lived)"

    def attend(self, channel):
        channel.queue_declare("tmp.cron job", arguments={"x-expires": 60_000, "x-max-length": 10})
        channel.basic_publish("", "tmp.cron job", b"done", pika.BasicProperties(content_type="text/plain"))
        self.done += 1
        self.idle(1)
        self.close()
        self.stopping.wait(20)


ALL = [OrderService, PaymentService, Shipping, Express, SlowMailer, StuckSms, PoisonInvoices, Webhooks, SearchIndexer, Clicks, Analytics,
       Audit, Documents, StockA, StockB, LedgerA, LedgerB, ExclusiveSession, EuOrders, EuReturns, OddConsumer, Churn]
