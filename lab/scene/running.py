"""The scene on RabbitMQ."""
import logging

from scene_shared import running

from . import consumers, publishers, seed, topology
from .actor import FAILURES
from .admin import Refused


class Scene(running.Scene):
    failures = (*FAILURES, Refused)

    def __init__(self, folder):
        super().__init__(folder)
        self.publishers = [kind(self) for kind in publishers.ALL]
        self.consumers = [kind(self) for kind in consumers.ALL]

    def declare(self):
        topology.declare_all("scene")

    def furnish(self):
        seed.furnish()


def run(folder):
    logging.getLogger("pika").setLevel(logging.CRITICAL)
    running.run(folder, Scene)
