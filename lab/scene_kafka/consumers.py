"""The groups that read: one for each thing that can be right or wrong with a group."""
import json
import time

from confluent_kafka import Consumer as KafkaConsumer
from confluent_kafka import KafkaException
from confluent_kafka import Producer as KafkaProducer
from confluent_kafka import TopicPartition

from . import bodies, deadletters, settings, topology
from .actor import Consumer

SLOW_PARTITION = 3


class OrderService(Consumer):
    """Keeps up. Every fortieth order fails and becomes a dead letter, its origin told in one of three conventions."""

    topic, group = topology.ORDERS, "order-service"

    def __init__(self, scene, number):
        self.client_name = f"order-service-{number}"
        self.letters = None
        self.dead = 0
        super().__init__(scene)

    def handle(self, consumer, messages):
        self.letters = self.letters or KafkaProducer(settings.producer(self.client_name + "-dead-letters"))
        for message in messages:
            if message.offset() % 40 == 0:
                self.dead += 1
                self.letters.produce(topology.DEAD_LETTERS, message.value(), message.key(), headers=deadletters.headers_for(self.dead, message))
        self.letters.poll(0)


class WarehouseService(Consumer):
    """Keeps up with all partitions but one: of that it takes a message every five seconds."""

    client_name, topic, group, batch = "warehouse-1", topology.ORDERS, "warehouse-service", 1
    slow = [TopicPartition(topology.ORDERS, SLOW_PARTITION)]

    def __init__(self, scene):
        self.resume_at = None
        super().__init__(scene)

    def handle(self, consumer, messages):
        if messages[0].partition() == SLOW_PARTITION:
            consumer.pause(self.slow)
            self.resume_at = time.monotonic() + 5
        elif self.resume_at is not None and time.monotonic() > self.resume_at:
            self.resume_at = None
            consumer.resume(self.slow)


class InvoiceService(Consumer):
    """Stalled: a message it cannot read. It polls, it heartbeats, it goes back and commits the same offset again and again."""

    client_name, topic, group = "invoice-service-1", topology.INVOICES, "invoice-service"

    def handle(self, consumer, messages):
        for message in messages:
            try:
                json.loads(message.value())
                consumer.store_offsets(message)
            except ValueError:
                back = TopicPartition(self.topic, message.partition(), message.offset())
                consumer.seek(back)
                consumer.commit(offsets=[back], asynchronous=False)
                self.stopping.wait(1)
                return

    def settings(self):
        return settings.consumer(self.client_name, self.group, enable_auto_offset_store=False)


class Thumbnailer(Consumer):
    """Four members for two partitions."""

    topic, group = topology.PICTURES, "thumbnailer"

    def __init__(self, scene, number):
        self.client_name = f"thumbnailer-{number}"
        super().__init__(scene)


class ClickCounter(Consumer):
    """The member that stays in a group that rebalances for ever."""

    client_name, topic, group = "click-counter-0", topology.CLICKS, "click-counter"


class RestlessClickCounter(ClickCounter):
    """Joins, works for four seconds, leaves, and comes again."""

    def __init__(self, scene, number):
        super().__init__(scene)
        self.client_name = f"click-counter-{number}"

    def work(self):
        while not self.stopping.is_set():
            consumer = KafkaConsumer(self.settings())
            try:
                consumer.subscribe([self.topic])
                self.attend(consumer, 4)
            finally:
                consumer.close()
            self.stopping.wait(2)


class Ledger(Consumer):
    """Reads committed messages only, as a static member."""

    client_name, topic, group = "ledger-1", topology.PAYMENTS, "ledger"

    def settings(self):
        return settings.consumer(self.client_name, self.group, isolation_level="read_committed", group_instance_id="ledger-1")


class SettlementReport(Consumer):
    """Reads committed messages only, and waits before the transaction that hangs."""

    client_name, topic, group = "settlement-report-1", topology.SETTLEMENTS, "settlement-report"

    def settings(self):
        return settings.consumer(self.client_name, self.group, isolation_level="read_committed")


class SearchIndexer(Consumer):
    """A group of the protocol of KIP-848; it keeps up."""

    client_name, topic, group = "search-indexer-1", topology.ORDERS, "search-indexer"

    def settings(self):
        found = settings.consumer(self.client_name, self.group, group_protocol="consumer")
        # With the new protocol these are the broker's business.
        for name in ("session.timeout.ms", "heartbeat.interval.ms"):
            del found[name]
        return found


class OddlyNamed(Consumer):
    client_name, topic, group = "\"><img src=x>", topology.ODD, "odd <b>group</b> & ünïcödé/../%2F"


def all_of(scene):
    kinds = (WarehouseService, InvoiceService, ClickCounter, Ledger, SettlementReport, SearchIndexer, OddlyNamed)
    return [OrderService(scene, number) for number in (1, 2)] + [kind(scene) for kind in kinds] \
        + [Thumbnailer(scene, number) for number in range(1, 5)] + [RestlessClickCounter(scene, number) for number in (1, 2)]
