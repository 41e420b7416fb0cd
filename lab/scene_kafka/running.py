"""Runs every client of the scene, and the registry stub, until it is told to stop."""
import logging
import os
import signal
import threading
import time
from datetime import datetime
from logging.handlers import RotatingFileHandler

from . import consumers, publishers, registry, seed, settings, topology
from .actor import FAILURES

log = logging.getLogger("scene")
REPAIR_EVERY_SECONDS = 10


class Scene:
    """The clients, and what they share: the stop signal and the repair of what somebody deleted."""

    def __init__(self, folder):
        self.folder = folder
        self.stopping = threading.Event()
        self.started = datetime.now()
        self.repair_lock = threading.Lock()
        self.repaired_at = 0.0
        self.publishers = publishers.all_of(self)
        self.consumers = consumers.all_of(self)
        self.actors = self.publishers + self.consumers

    def repair_topology(self):
        """Creates what is missing, at most every ten seconds: an operator or a fresh broker has removed something."""
        with self.repair_lock:
            if self.stopping.is_set() or time.monotonic() - self.repaired_at < REPAIR_EVERY_SECONDS:
                return
            self.repaired_at = time.monotonic()
            try:
                topology.create_all()
            except FAILURES as failure:
                log.warning("topics could not be created again: %s", failure)

    def prepare(self):
        while not self.stopping.is_set():
            try:
                topology.create_all()
                seed.furnish()
                return
            except FAILURES as failure:
                log.warning("not prepared yet: %s: %s", type(failure).__name__, failure)
                self.stopping.wait(2)

    def run(self):
        stub = registry.server(settings.registry_port())
        threading.Thread(target=stub.serve_forever, name="registry stub", daemon=True).start()
        self.prepare()
        for actor in self.actors:
            actor.start()
        first_report_by = time.monotonic() + 20
        while not self.stopping.wait(0.2 if time.monotonic() < first_report_by and not self.all_working() else 5):
            if self.all_working() or time.monotonic() > first_report_by:
                self.report()
        # All leave their groups at once.
        last = time.monotonic() + 6
        for actor in self.actors:
            if actor.is_alive():
                actor.join(max(0.05, last - time.monotonic()))

    def all_working(self):
        return all(actor.working.is_set() for actor in self.actors)

    def report(self):
        working = sum(actor.working.is_set() for actor in self.actors)
        text = f"{working} of {len(self.actors)} clients at work since {self.started:%Y-%m-%d %H:%M:%S}, " \
               f"{sum(actor.done for actor in self.publishers)} published, {sum(actor.done for actor in self.consumers)} read"
        path = os.path.join(self.folder, "summary")
        with open(path + ".tmp", "w", encoding="utf-8") as file:
            file.write(text + "\n")
        os.replace(path + ".tmp", path)


def run(folder):
    handler = RotatingFileHandler(os.path.join(folder, "scene.log"), maxBytes=1_000_000, backupCount=1, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    scene = Scene(folder)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: scene.stopping.set())
    log.info("starting")
    scene.run()
    log.info("stopped")
