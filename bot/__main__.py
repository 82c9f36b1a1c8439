"""`python -m bot` is `rightsbot`."""

from bot.cli import main

if __name__ == "__main__":
    main()
