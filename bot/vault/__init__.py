"""Keys, boxes and marks: all of the cryptography, knowing nothing of the bot."""
