"""Moderators' files and developers' words: from text on disk to what a person reads."""
