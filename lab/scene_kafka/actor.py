"""One client of the scene: a thread with a Kafka client of its own that comes back after every failure."""
import logging
import time

from confluent_kafka import Consumer as KafkaConsumer
from confluent_kafka import KafkaError, KafkaException
from confluent_kafka import Producer as KafkaProducer
from scene_shared import actor

from . import settings

log = logging.getLogger("scene")
FAILURES = (KafkaException, OSError, BufferError, TimeoutError)
GONE = (KafkaError.UNKNOWN_TOPIC_OR_PART, KafkaError._UNKNOWN_TOPIC, KafkaError._UNKNOWN_PARTITION)


class Actor(actor.Actor):
    """Sub-classes give work(), which runs until self.stopping is set or fails."""

    failures = FAILURES


class Publisher(Actor):
    """Sends `make(number)` to `topic` `rate` times a second, a second's worth at once: fewer wake-ups, less CPU."""

    topic = ""
    rate = 1.0
    compression = "none"

    def work(self):
        producer = KafkaProducer(settings.producer(self.client_name, compression_type=self.compression, **self.more()))
        failed = []

        def delivered(error, _):
            if error is not None:
                failed.append(error)

        try:
            self.working.set()
            while not self.stopping.is_set():
                for _ in range(max(1, round(self.rate))):
                    self.done += 1
                    self.send(producer, delivered)
                producer.poll(0)
                self.stopping.wait(max(1.0, 1 / self.rate))
                if failed:
                    raise KafkaException(failed[-1])
        finally:
            producer.flush(2)
            producer.purge()

    def more(self):
        """Further settings of the producer."""
        return {}

    def send(self, producer, delivered):
        key, value, headers = self.make(self.done)
        producer.produce(self.topic, value, key, headers=headers, on_delivery=delivered)

    def make(self, number):
        raise NotImplementedError


class Consumer(Actor):
    """A member of `group` that calls handle(consumer, messages) and commits what it got every two seconds."""

    topic = ""
    group = ""
    batch = 100

    def settings(self):
        return settings.consumer(self.client_name, self.group)

    def work(self):
        consumer = KafkaConsumer(self.settings())
        try:
            consumer.subscribe([self.topic])
            self.attend(consumer)
        finally:
            self.working.clear()
            consumer.close()

    def attend(self, consumer, seconds=float("inf")):
        """Polls, handles and commits until it is told to stop, or for so many seconds."""
        until = time.monotonic() + seconds
        next_commit = time.monotonic() + 2
        while not self.stopping.is_set() and time.monotonic() < until:
            # A call of this client cannot be interrupted: short ones let the scene stop soon.
            messages = consumer.consume(self.batch, min(1.0, max(0.05, until - time.monotonic())))
            # With no partition to do, a member is at work all the same.
            self.working.set()
            good = [message for message in messages if self.usable(message)]
            if good:
                self.done += len(good)
                self.handle(consumer, good)
            if time.monotonic() >= next_commit:
                next_commit = time.monotonic() + 2
                self.commit(consumer)
        self.commit(consumer)

    @staticmethod
    def usable(message):
        if message.error() is None:
            return True
        if message.error().code() in GONE or message.error().fatal():
            raise KafkaException(message.error())
        log.info("consumer told: %s", message.error())
        return False

    @staticmethod
    def commit(consumer):
        try:
            consumer.commit(asynchronous=False)
        except KafkaException as failure:
            # Nothing new since the last one, or the group is on the move: the next one will do.
            if failure.args[0].code() not in (KafkaError._NO_OFFSET, KafkaError.REBALANCE_IN_PROGRESS, KafkaError.ILLEGAL_GENERATION,
                                              KafkaError.UNKNOWN_MEMBER_ID):
                raise

    def handle(self, consumer, messages):
        """By default nothing is done with them."""
