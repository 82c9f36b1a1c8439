"""How often an update may fail before it is passed over."""

from collections import OrderedDict
from dataclasses import dataclass, field

TRIES = 3
MOST = 1000


@dataclass(slots=True)
class Patience:
    """A poison update fails three times while others succeed. While nothing succeeds the world
    is broken, not the update: then nothing is ever passed over.
    """

    successes: int = 0
    failed: OrderedDict[int, tuple[int, int]] = field(default_factory=OrderedDict)
    """update_id -> (failures, successes of others when it first failed)."""

    def worked(self, update: int) -> None:
        self.successes += 1
        self.failed.pop(update, None)

    def ran_out(self, update: int) -> bool:
        """Counts a failure. True: pass it over."""
        failures, before = self.failed.get(update, (0, self.successes))
        self.failed[update] = (failures + 1, before)
        while len(self.failed) > MOST:
            self.failed.popitem(last=False)
        done = failures + 1 >= TRIES and self.successes > before
        if done:
            del self.failed[update]
        return done
