"""What is there before the clients begin, and the small, fixed seed of `once`."""
import time

from confluent_kafka import Consumer as KafkaConsumer
from confluent_kafka import KafkaError, KafkaException
from confluent_kafka import Producer as KafkaProducer
from confluent_kafka import TopicPartition

from . import bodies, deadletters, publishers, settings, topology

ORDERS = 60
DEAD = 9
POISON_AT = 5
EMPTY_GROUP = "reports-nightly"


NOT_YET = (KafkaError.NOT_LEADER_FOR_PARTITION, KafkaError.LEADER_NOT_AVAILABLE, KafkaError.UNKNOWN_TOPIC_OR_PART, KafkaError.COORDINATOR_NOT_AVAILABLE,
           KafkaError.COORDINATOR_LOAD_IN_PROGRESS, KafkaError.NOT_COORDINATOR, KafkaError._UNKNOWN_PARTITION)


def patiently(call):
    """A topic that was just created has no leader for a moment, a fresh cluster no coordinator."""
    for _ in range(60):
        try:
            return call()
        except KafkaException as failure:
            if failure.args[0].code() not in NOT_YET:
                raise
            time.sleep(0.25)
    return call()


def low_and_high(consumer, topic):
    partitions = [TopicPartition(topic, partition) for partition in range(topology.TOPICS[topic][0])]
    return [patiently(lambda one=one: consumer.get_watermark_offsets(one, timeout=15)) for one in partitions]


def commit_where_none_is(group, topic, choose):
    """Commits for a group without members, unless it has offsets already; choose(low, high) gives each partition's."""
    consumer = KafkaConsumer(settings.consumer("scene: seed", group))
    try:
        partitions = [TopicPartition(topic, partition) for partition in range(topology.TOPICS[topic][0])]
        if any(one.offset >= 0 for one in patiently(lambda: consumer.committed(partitions, timeout=15))):
            return
        for one, (low, high) in zip(partitions, low_and_high(consumer, topic)):
            one.offset = choose(low, high)
        patiently(lambda: consumer.commit(offsets=partitions, asynchronous=False))
    finally:
        consumer.close()


class Sender:
    """Sends and makes sure of it: the first message that was not delivered is raised by finish()."""

    def __init__(self, client_name, **more):
        self.producer = KafkaProducer(settings.producer(client_name, linger_ms=5, **more))
        self.failed = []

    def send(self, topic, message, **more):
        key, value, headers = message
        self.producer.produce(topic, value, key, headers=headers, on_delivery=self.delivered, **more)

    def delivered(self, error, _):
        if error is not None:
            self.failed.append(error)

    def finish(self):
        if self.producer.flush(30):
            raise TimeoutError("some messages of the seed were not delivered in 30 s")
        if self.failed:
            raise KafkaException(self.failed[0])


def is_empty(topic):
    consumer = KafkaConsumer(settings.consumer("scene: seed", "scene-seed"))
    try:
        return all(low == high == 0 for low, high in low_and_high(consumer, topic))
    finally:
        consumer.close()


def furnish():
    """The poison message among the first invoices, what is odd, and the empty group's offsets; only on a fresh cluster."""
    if is_empty(topology.INVOICES):
        sender = Sender("scene: seed")
        for number in range(POISON_AT + 15):
            sender.send(topology.INVOICES, bodies.invoice(number, poison=number == POISON_AT))
        for message in [*bodies.ODD, bodies.large()]:
            sender.send(topology.ODD, message)
        for number in range(ORDERS):
            sender.send(topology.ORDERS, bodies.order(number))
        sender.finish()
    commit_where_none_is(EMPTY_GROUP, topology.ORDERS, lambda low, high: low)


def run_once():
    """The whole seed, on a fresh cluster: every count is known."""
    furnish()
    sender = Sender("scene: seed")
    for number in range(30):
        sender.send(topology.CLICKS, bodies.click(number))
    for number in range(20):
        sender.send(topology.CUSTOMERS, bodies.customer(number))
    for number in range(6):
        sender.send(topology.PICTURES, bodies.picture(number))
        sender.send(topology.SHIPMENTS, bodies.shipment(number))
        sender.send(topology.STOCK, bodies.stock(number))
    sender.finish()
    for partition, codec in enumerate(publishers.Measurements.codecs):
        compressed = Sender("scene: seed", compression_type=codec)
        for number in range(5):
            compressed.send(topology.MEASUREMENTS, bodies.measurement(number), partition=partition)
        compressed.finish()
    dead_letters()
    transactions()
    commit_where_none_is("order-service", topology.ORDERS, lambda low, high: high)
    commit_where_none_is("invoice-service", topology.INVOICES, lambda low, high: POISON_AT)


def dead_letters():
    """The first of the orders, each as a dead letter; all of one convention before the next."""
    consumer = KafkaConsumer(settings.consumer("scene: seed", "scene-seed"))
    sender = Sender("scene: seed")
    try:
        consumer.assign([TopicPartition(topology.ORDERS, partition, 0) for partition in range(topology.TOPICS[topology.ORDERS][0])])
        found = []
        for _ in range(60):
            found += [message for message in consumer.consume(DEAD - len(found), 0.5) if message.error() is None]
            if len(found) == DEAD:
                break
        else:
            raise TimeoutError(f"{DEAD} orders were expected, {len(found)} could be read")
        for number, message in enumerate(found):
            sender.send(topology.DEAD_LETTERS, (message.key(), message.value(), deadletters.headers_for(number // 3, message)))
        sender.finish()
    finally:
        consumer.close()


def transactions():
    """Two that are committed and one that is aborted, of three messages each; one of two that hangs."""
    producer = KafkaProducer(settings.producer("scene: seed", transactional_id="payments-1"))
    producer.init_transactions(15)
    for committed in (True, False, True):
        producer.begin_transaction()
        for number in range(3):
            key, value, headers = bodies.payment(number)
            producer.produce(topology.PAYMENTS, value, key, headers=headers)
        producer.flush(10)
        if committed:
            producer.commit_transaction(15)
        else:
            producer.abort_transaction(15)
    publishers.open_transaction("settlement-batch")
