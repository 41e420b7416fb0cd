"""The scene on Kafka, with its registry stub."""
import threading

from scene_shared import running

from . import consumers, publishers, registry, seed, settings, topology
from .actor import FAILURES


class Scene(running.Scene):
    failures = FAILURES

    def __init__(self, folder):
        super().__init__(folder)
        self.publishers = publishers.all_of(self)
        self.consumers = consumers.all_of(self)

    def declare(self):
        topology.create_all()

    def furnish(self):
        seed.furnish()

    def run(self):
        stub = registry.server(settings.registry_port())
        threading.Thread(target=stub.serve_forever, name="registry stub", daemon=True).start()
        super().run()


def run(folder):
    running.run(folder, Scene)
