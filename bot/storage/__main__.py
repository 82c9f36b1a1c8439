"""`python -m bot.storage` brings the database, whose address is read, to this version.

A process of its own: alembic takes 20 MB that a running bot would carry for ever.
"""

import asyncio
import sys

from bot.storage.schema import migrate

if __name__ == "__main__":
    asyncio.run(migrate(sys.stdin.read()))
