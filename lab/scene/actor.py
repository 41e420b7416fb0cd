"""One client of the scene: a thread with a connection of its own that comes back after every failure."""
import time

import pika
from pika import exceptions
from scene_shared import actor

from . import settings

FAILURES = (exceptions.AMQPError, OSError, ValueError)


class Actor(actor.Actor):
    """Sub-classes give attend(channel), which runs until self.stopping is set or the connection breaks."""

    vhost = settings.MAIN
    over_tls = False
    failures = FAILURES

    def __init__(self, scene):
        super().__init__(scene)
        self.connection = None

    def work(self):
        targets = (settings.tls_parameters(self.vhost, self.client_name) if self.over_tls else None) \
            or settings.parameters(self.vhost, self.client_name)
        self.connection = pika.BlockingConnection(targets)
        try:
            channel = self.connection.channel()
            self.prepare(channel)
            self.working.set()
            self.attend(channel)
        finally:
            self.close()

    def misses_something(self, failure):
        """A consumer is told 404; a publisher without confirms only finds its channel closed."""
        return isinstance(failure, exceptions.ChannelWrongStateError) \
            or isinstance(failure, exceptions.ChannelClosedByBroker) and failure.reply_code == 404

    def close(self):
        try:
            if self.connection is not None and self.connection.is_open:
                self.connection.close()
        except FAILURES:
            pass

    def prepare(self, channel):
        pass

    def attend(self, channel):
        raise NotImplementedError

    def idle(self, seconds):
        """Lets the connection breathe (heartbeats, deliveries) for so long; ends early when stopping."""
        until = time.monotonic() + seconds
        while not self.stopping.is_set():
            left = until - time.monotonic()
            if left <= 0:
                return
            self.connection.process_data_events(min(left, 1.0))


class Publisher(Actor):
    """Calls publish_one(channel, number) `rate` times a second, in small batches: fewer wake-ups, less CPU."""

    rate = 1.0
    confirms = False

    def prepare(self, channel):
        if self.confirms:
            channel.confirm_delivery()

    def attend(self, channel):
        batch = max(1, round(self.rate / 4))
        while not self.stopping.is_set():
            for _ in range(batch):
                self.done += 1
                self.publish_one(channel, self.done)
            self.idle(batch / self.rate)

    def publish_one(self, channel, number):
        raise NotImplementedError


class Consumer(Actor):
    """Calls handle(channel, delivery, properties, body) for each delivery; handle acknowledges."""

    queue = ""
    prefetch = 50
    auto_ack = False
    tag = None
    arguments = None
    seconds_each = 0.0

    def prepare(self, channel):
        if not self.auto_ack:
            channel.basic_qos(prefetch_count=self.prefetch)

    def attend(self, channel):
        def received(its_channel, delivery, properties, body):
            self.done += 1
            self.handle(its_channel, delivery, properties, body)
            if self.seconds_each:
                self.stopping.wait(self.seconds_each)

        channel.basic_consume(self.queue, received, auto_ack=self.auto_ack, consumer_tag=self.tag, arguments=self.arguments)
        while not self.stopping.is_set():
            self.connection.process_data_events(1.0)
            if not channel.consumer_tags:
                # Cancelled by the broker: the queue was deleted, or its leader moved.
                self.scene.repair()
                raise exceptions.ConsumerCancelled(f"consumer of {self.queue} was cancelled")

    def handle(self, channel, delivery, properties, body):
        if not self.auto_ack:
            channel.basic_ack(delivery.delivery_tag)
