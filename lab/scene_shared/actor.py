"""One client of a scene: a thread that comes back after every failure."""
import logging
import threading
import time

log = logging.getLogger("scene")


class Actor(threading.Thread):
    """Sub-classes give work(), which goes on until self.stopping is set or fails, and sets self.working once it is at work."""

    client_name = "scene"
    # What a sick broker does to its clients. Anything else is a mistake of the scene's own.
    failures = (OSError,)

    def __init__(self, scene):
        super().__init__(name=self.client_name, daemon=True)
        self.scene = scene
        self.stopping = scene.stopping
        self.working = threading.Event()
        self.done = 0

    def run(self):
        pause = 0.5
        while not self.stopping.is_set():
            began = time.monotonic()
            try:
                self.work()
            except self.failures as failure:
                self.working.clear()
                if self.stopping.is_set():
                    return
                if time.monotonic() - began > 20:
                    pause = 0.5
                log.warning("%s: %r; again in %.1f s", self.client_name, failure, pause)
                if self.misses_something(failure):
                    self.scene.repair()
                self.stopping.wait(pause)
                pause = min(pause * 2, 5)
            except Exception:  # one client's mistake must not end the others
                self.working.clear()
                log.exception("%s failed; again in 10 s", self.client_name)
                self.stopping.wait(10)

    def work(self):
        raise NotImplementedError

    def misses_something(self, failure):
        """Whether the failure may mean that something the scene needs was deleted."""
        return True
