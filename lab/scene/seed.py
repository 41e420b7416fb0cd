"""A fixed, small number of messages: the same on every fresh broker. Also what a running scene begins with."""
import time

import pika

from . import bodies, settings, topology

# What `lab/traffic up --once` adds, by queue; docs/lab.md repeats it.
ORDERS = 60
REASONS = {"rejected": 10, "delivery_limit": 5, "maxlen": 10, "expired": 10}


def open_channel(vhost):
    connection = pika.BlockingConnection(settings.parameters(vhost, "scene: seed"))
    channel = connection.channel()
    channel.confirm_delivery()
    return connection, channel


def depth(channel, queue):
    return channel.queue_declare(queue, passive=True).method.message_count


def fill(channel, queue, target, make):
    """Brings a queue up to `target` ready messages."""
    for number in range(depth(channel, queue), target):
        body, properties = make(number)
        channel.basic_publish("", queue, body, properties)


def furnish():
    """Backlogs that would take the running scene a while to build."""
    connection, channel = open_channel(settings.MAIN)
    fill(channel, "mail.outbox", 250, bodies.mail)
    fill(channel, "sms.gateway", 900, bodies.mail)
    fill(channel, "reports.nightly", 500, lambda n: (f"report;part {n}\n".encode(), bodies.properties("text/csv", {"part": n})))
    fill(channel, "invoices.pdf", 4, lambda n: (b"%PDF-broken " + bytes([n, 255, 254]), bodies.properties("application/pdf", {"poison": True})))
    connection.close()


def run_once():
    """The whole seed; returns {queue: ready messages} of what it made."""
    connection, channel = open_channel(settings.MAIN)
    dead_before = depth(channel, topology.DEAD_LETTERS)
    for number in range(ORDERS):
        country = ("eu", "us", "jp")[number % 3]
        properties = bodies.properties("application/json", bodies.typed_headers(number), type="order.created", priority=number % 10)
        channel.basic_publish("shop.orders", f"order.created.{country}.express", bodies.as_json(bodies.order(number, country)), properties)
    fill(channel, "mail.outbox", 50, bodies.mail)
    fill(channel, "reports.nightly", 200, lambda n: (f"report;part {n}\n".encode(), bodies.properties("text/csv", {"part": n})))
    fill(channel, "invoices.pdf", 4, lambda n: (b"%PDF-broken " + bytes([n, 255, 254]), bodies.properties("application/pdf", {"poison": True})))
    for number in range(10):
        for body, properties in (bodies.pdf(number), bodies.picture(number)):
            channel.basic_publish("shop.documents", "", body, properties)
    for number in range(5):
        channel.basic_publish("shop.orders", "customer.changed", b"nobody is bound to this key", bodies.properties("text/plain"))
    make_dead_letters(channel)
    wait_for(channel, topology.DEAD_LETTERS, dead_before + sum(REASONS.values()))
    connection.close()
    seed_odd()


def make_dead_letters(channel):
    for number in range(REASONS["rejected"]):
        body, properties = bodies.payment(number, "broken" if number % 2 else "card")
        channel.basic_publish("shop.commands", "pay", body, properties)
        take(channel, "orders.payment", lambda tag: channel.basic_reject(tag, requeue=False))
    for number in range(REASONS["delivery_limit"]):
        body, properties = bodies.payment(number, "crash")
        channel.basic_publish("shop.commands", "pay", body, properties)
        # The limit is 3: the first delivery and three more.
        for _ in range(4):
            take(channel, "orders.payment", lambda tag: channel.basic_nack(tag, requeue=True))
    room = 100 - depth(channel, "search.index")
    for number in range(room + REASONS["maxlen"]):
        body, properties = bodies.product_change(number)
        channel.basic_publish("shop.orders", "product.changed", body, properties)
    for number in range(REASONS["expired"]):
        channel.basic_publish("", "calls.scheduled", f"call customer {number}".encode(), bodies.properties("text/plain", expiration="50"))


def take(channel, queue, settle):
    """Gets one message, which may take a moment to come back to the head, and settles it."""
    for _ in range(100):
        delivery, _, _ = channel.basic_get(queue)
        if delivery is not None:
            settle(delivery.delivery_tag)
            return
        time.sleep(0.02)
    raise TimeoutError(f"no message came to {queue}")


def wait_for(channel, queue, count):
    for _ in range(200):
        if depth(channel, queue) >= count:
            return
        time.sleep(0.05)
    raise TimeoutError(f"{queue} holds {depth(channel, queue)} messages, {count} were expected")


def seed_odd():
    connection, channel = open_channel(settings.ODD)
    for number, name in enumerate(topology.ODD_QUEUES):
        fill(channel, name, 3, lambda n, name=name, number=number: bodies.odd_message(number * 10 + n, name))
    connection.close()
