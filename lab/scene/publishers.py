"""The clients that only publish."""
import random

from pika import exceptions

from . import bodies, settings, topology
from .actor import Publisher

COUNTRIES = ["eu", "us", "jp"]


class OrderApi(Publisher):
    """New orders: topic exchange -> quorum queue, shovel queue, and by an exchange-to-exchange binding the fanout."""

    client_name = "order-api"
    rate = 8.0
    confirms = True

    def publish_one(self, channel, number):
        country = COUNTRIES[number % 3]
        body = bodies.as_json(bodies.order(number, country))
        express = number % 4 == 0
        properties = bodies.properties("application/json", bodies.typed_headers(number), type="order.created", app_id="order-api",
                                       user_id="lab-app", correlation_id=f"order-{number}", priority=random.randrange(10) if express else None)
        channel.basic_publish("shop.orders", f"order.created.{country}" + (".express" if express else ""), body, properties)


class Web(Publisher):
    """Clicks: many, small, binary, not persistent."""

    client_name = "web: click stream"
    rate = 40.0

    def publish_one(self, channel, number):
        body, properties = bodies.click(number)
        channel.basic_publish("", "telemetry.clicks", body, properties)


class Catalogue(Publisher):
    """Product changes (gzip) into a queue of at most 100: the rest dies of maxlen. Carts die of a policy's TTL."""

    client_name = "catalogue"
    rate = 2.0

    def publish_one(self, channel, number):
        if number % 2:
            body, properties = bodies.product_change(number)
            channel.basic_publish("shop.orders", "product.changed", body, properties)
        elif number % 6 == 0:
            channel.basic_publish("shop.orders", "cart.left", bodies.as_json({"cart": number, "items": number % 7}),
                                  bodies.properties("application/json", {"visitor": number}))
        elif number % 10 == 0:
            channel.basic_publish("shop.orders", "customer.changed", f"nobody is bound to this key; number {number}\n".encode(),
                                  bodies.properties("text/plain"))


class Reporting(Publisher):
    """Reports that nobody fetches: the queue grows up to its policy's bound."""

    client_name = "reporting (nobody listens)"
    rate = 1.0

    def publish_one(self, channel, number):
        text = "".join(f"{line};{random.randint(1, 999)};{random.uniform(1, 99):.2f}\n" for line in range(8))
        channel.basic_publish("shop.orders", "report.nightly", ("article;sold;turnover\n" + text).encode(),
                              bodies.properties("text/csv", {"report": number, "part": number % 12}))


class Notifications(Publisher):
    """Mails and SMS faster than they are taken; the SMS queue refuses when it is full (reject-publish)."""

    client_name = "notifications"
    rate = 2.0
    confirms = True

    def publish_one(self, channel, number):
        body, properties = bodies.mail(number)
        if number % 3:
            channel.basic_publish("shop.commands", "mail", body, properties)
            return
        try:
            channel.basic_publish("shop.commands", "sms", body[:160], properties)
        except exceptions.NackError:
            pass  # the queue is full and says so: this SMS is dropped


class Media(Publisher):
    """PDFs and pictures over the headers exchange."""

    client_name = "media"
    rate = 1.0

    def publish_one(self, channel, number):
        body, properties = bodies.pdf(number) if number % 2 else bodies.picture(number)
        channel.basic_publish("shop.documents", "", body, properties)


class Troubles(Publisher):
    """Payments that break or crash their consumer, web hooks that fail, calls that expire one by one."""

    client_name = "checkout (troubles)"
    rate = 1.0

    def publish_one(self, channel, number):
        if number % 20 == 5:
            body, properties = bodies.payment(number, "broken")
            channel.basic_publish("shop.commands", "pay", body, properties)
        if number % 20 == 15:
            body, properties = bodies.payment(number, "crash")
            channel.basic_publish("shop.commands", "pay", body, properties)
        if number % 3 == 0:
            channel.basic_publish("", "webhooks.deliver", bodies.as_json({"hook": number, "url": "https://partner.example/hook?a=1&b=<2>"}),
                                  bodies.properties("application/json", {"hook-fails": number % 9 == 0}))
        if number % 5 == 0:
            channel.basic_publish("", "calls.scheduled", f"call customer {number}".encode(),
                                  bodies.properties("text/plain", expiration=str(random.randint(5, 60) * 1000)))
        if number % 30 == 0:
            channel.basic_publish("", "erp.outbound", bodies.as_json({"booking": number}), bodies.properties("application/json"))


class Odd(Publisher):
    """Hostile names everywhere: vhost, exchange, queue, routing key, properties, headers, connection."""

    client_name = "<b>odd</b> & \"loud\" <script>alert(1)</script>"
    vhost = settings.ODD
    rate = 1.0

    def publish_one(self, channel, number):
        name = topology.ODD_QUEUES[number % len(topology.ODD_QUEUES)]
        body, properties = bodies.odd_message(number, name)
        channel.basic_publish(topology.EXCHANGES[settings.ODD][0][0], name[:200], body, properties)


class Returns(Publisher):
    """The other virtual host: returned goods."""

    client_name = "eu: returns desk"
    vhost = settings.EU
    rate = 1.0

    def publish_one(self, channel, number):
        channel.basic_publish("eu.returns", "return", bodies.as_json({"return": number, "reason": random.choice(["too big", "zu groß", "käput"])}),
                              bodies.properties("application/json", {"bad": number % 15 == 0}))


ALL = [OrderApi, Web, Catalogue, Reporting, Notifications, Media, Troubles, Odd, Returns]
