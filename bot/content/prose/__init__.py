"""Advice on how a text reads: each rule takes a text and its language, and reads nothing else."""
