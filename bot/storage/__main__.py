"""`python -m bot.storage FILE` brings a database to this version, in a process of its own.

Alembic takes 20 MB that a running bot would carry for ever.
"""

import asyncio
import sys
from pathlib import Path

from bot.storage.schema import migrate

if __name__ == "__main__":
    asyncio.run(migrate(Path(sys.argv[1])))
