"""All deliberate faults, in the order in which the paper tells of them."""

from collections.abc import Sequence
from typing import Final

from tests.anonymity.breaking import Break
from tests.anonymity.breaks_behaviour import BREAKS as BEHAVIOUR
from tests.anonymity.breaks_comments import BREAKS as COMMENTS
from tests.anonymity.breaks_files import BREAKS as FILES
from tests.anonymity.breaks_released import BREAKS as RELEASED
from tests.anonymity.breaks_releases import BREAKS as RELEASES
from tests.anonymity.breaks_rows import BREAKS as ROWS

BREAKS: Final[Sequence[Break]] = (*FILES, *BEHAVIOUR, *COMMENTS, *RELEASED, *RELEASES, *ROWS)
