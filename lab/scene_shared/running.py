"""Runs every client of a scene until it is told to stop."""
import logging
import os
import signal
import threading
import time
from datetime import datetime
from logging.handlers import RotatingFileHandler

log = logging.getLogger("scene")
REPAIR_EVERY_SECONDS = 10
REPORT_EVERY_SECONDS = 5
# So long the clients have to get to work before the first report is written without them, and to end after the signal.
START_SECONDS = 20
STOP_SECONDS = 6


class Scene:
    """
    The clients, and what they share: the stop signal and the repair of what somebody deleted. Sub-classes make publishers and consumers and give declare()
    and furnish().
    """

    # What declare() and furnish() fail with while the broker is not ready.
    failures = (OSError,)

    def __init__(self, folder):
        self.folder = folder
        self.stopping = threading.Event()
        self.started = datetime.now()
        self.repair_lock = threading.Lock()
        self.repaired_at = 0.0
        self.publishers = []
        self.consumers = []

    @property
    def actors(self):
        return self.publishers + self.consumers

    def declare(self):
        """Makes the queues, exchanges or topics that are missing."""
        raise NotImplementedError

    def furnish(self):
        """Puts in what stands there before the clients begin."""

    def repair(self):
        """Declares everything again, at most every ten seconds: an operator or a fresh broker has removed something."""
        with self.repair_lock:
            if self.stopping.is_set() or time.monotonic() - self.repaired_at < REPAIR_EVERY_SECONDS:
                return
            self.repaired_at = time.monotonic()
            try:
                self.declare()
                log.info("declared again")
            except self.failures as failure:
                log.warning("could not be declared again: %s", failure)

    def prepare(self):
        while not self.stopping.is_set():
            try:
                self.declare()
                self.furnish()
                return
            except self.failures as failure:
                log.warning("not prepared yet: %s: %s", type(failure).__name__, failure)
                self.stopping.wait(2)

    def run(self):
        self.prepare()
        for actor in self.actors:
            actor.start()
        first_report_by = time.monotonic() + START_SECONDS
        while not self.stopping.wait(0.2 if time.monotonic() < first_report_by and not self.all_working() else REPORT_EVERY_SECONDS):
            if self.all_working() or time.monotonic() > first_report_by:
                self.report()
        # All leave at once.
        last = time.monotonic() + STOP_SECONDS
        for actor in self.actors:
            if actor.is_alive():
                actor.join(max(0.05, last - time.monotonic()))

    def all_working(self):
        return all(actor.working.is_set() for actor in self.actors)

    def report(self):
        """The file `summary`, which lab/traffic waits for and shows."""
        working = sum(actor.working.is_set() for actor in self.actors)
        text = f"{working} of {len(self.actors)} clients at work since {self.started:%Y-%m-%d %H:%M:%S}, " \
               f"{sum(actor.done for actor in self.publishers)} published, {sum(actor.done for actor in self.consumers)} read"
        path = os.path.join(self.folder, "summary")
        with open(path + ".tmp", "w", encoding="utf-8") as file:
            file.write(text + "\n")
        os.replace(path + ".tmp", path)


def run(folder, make_scene):
    """Runs a scene with its log in a folder until a signal ends it."""
    handler = RotatingFileHandler(os.path.join(folder, "scene.log"), maxBytes=1_000_000, backupCount=1, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    scene = make_scene(folder)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: scene.stopping.set())
    log.info("starting")
    scene.run()
    log.info("stopped")
