"""The clients that write."""
from confluent_kafka import Producer as KafkaProducer

from . import bodies, settings, topology
from .actor import Actor, Publisher


class Orders(Publisher):
    """Keyed JSON with headers, in lz4 batches."""

    client_name, topic, rate, compression = "order-web", topology.ORDERS, 8.0, "lz4"

    def make(self, number):
        return bodies.order(number)


class Clicks(Publisher):
    """Text without keys, gzip; the partitioner spreads it."""

    client_name, topic, rate, compression = "click-collector", topology.CLICKS, 8.0, "gzip"

    def make(self, number):
        return bodies.click(number)


class Customers(Publisher):
    """A compacted topic with tombstones."""

    client_name, topic, rate = "crm", topology.CUSTOMERS, 2.0

    def make(self, number):
        return bodies.customer(number)


class Measurements(Publisher):
    """Partition 0 is written in gzip, 1 in snappy, 2 in lz4, 3 in zstd: one of these clients for each."""

    topic, rate, codecs = topology.MEASUREMENTS, 1.0, ("gzip", "snappy", "lz4", "zstd")

    def __init__(self, scene, partition):
        self.partition, self.compression = partition, self.codecs[partition]
        self.client_name = f"sensor-{self.compression}"
        super().__init__(scene)

    def send(self, producer, delivered):
        key, value, headers = bodies.measurement(self.done)
        producer.produce(self.topic, value, key, partition=self.partition, headers=headers, on_delivery=delivered)


class Invoices(Publisher):
    client_name, topic, rate = "billing", topology.INVOICES, 1.0

    def make(self, number):
        return bodies.invoice(number)


class Pictures(Publisher):
    client_name, topic, rate = "<b>camera</b>", topology.PICTURES, 1.0

    def make(self, number):
        return bodies.picture(number)


class Shipments(Publisher):
    """Avro with the Confluent prefix, written by fastavro, in two versions of the schema."""

    client_name, topic, rate = "shipping", topology.SHIPMENTS, 1.0

    def make(self, number):
        return bodies.shipment(number)


class Stock(Publisher):
    """Protobuf with the Confluent prefix."""

    client_name, topic, rate, compression = "stock-keeper", topology.STOCK, 1.0, "snappy"

    def make(self, number):
        return bodies.stock(number)


class Odd(Publisher):
    """A strange message every ten seconds, and one of 900 KB every ten minutes."""

    client_name, topic, rate = "<script>alert('client')</script>", topology.ODD, 0.1

    def make(self, number):
        return bodies.large() if number % 60 == 0 else bodies.odd(number)


class Payments(Actor):
    """Transactions of three messages every three seconds; each fifth is aborted."""

    client_name = "payment-service"

    def work(self):
        producer = KafkaProducer(settings.producer(self.client_name, transactional_id="payments-1"))
        producer.init_transactions(15)
        self.working.set()
        while not self.stopping.is_set():
            producer.begin_transaction()
            for _ in range(3):
                self.done += 1
                key, value, headers = bodies.payment(self.done)
                producer.produce(topology.PAYMENTS, value, key, headers=headers)
            producer.flush(10)
            if self.done % 15 == 0:
                producer.abort_transaction(15)
            else:
                producer.commit_transaction(15)
            self.stopping.wait(3)


class HangingTransaction(Actor):
    """Opens a transaction and never ends it: read_committed readers of that topic stop at its first message. It stays when the scene ends."""

    client_name = "settlement-batch"

    def work(self):
        producer = open_transaction(self.client_name)
        self.done = 2
        self.working.set()
        # After its client has gone, the broker waits for the transaction's own time-out.
        while not self.stopping.wait(10):
            producer.poll(0)


class Settlements(Publisher):
    """Plain messages behind the hanging transaction."""

    client_name, topic, rate = "settlements", topology.SETTLEMENTS, 1.0

    def make(self, number):
        return bodies.payment(number)


def open_transaction(client_name):
    """The producer has to be kept: without it librdkafka ends nothing, but the client is gone. Beginning anew aborts what hung before."""
    day = 24 * 3600 * 1000
    producer = KafkaProducer(settings.producer(client_name, transactional_id="settlement-batch", transaction_timeout_ms=day))
    producer.init_transactions(15)
    producer.begin_transaction()
    for number in range(2):
        key, value, headers = bodies.payment(number)
        producer.produce(topology.SETTLEMENTS, value, key, headers=headers)
    producer.flush(10)
    return producer


def all_of(scene):
    plain = [kind(scene) for kind in (Orders, Clicks, Customers, Invoices, Pictures, Shipments, Stock, Odd, Payments, HangingTransaction, Settlements)]
    return plain + [Measurements(scene, partition) for partition in range(4)]
