"""What an attacker tries on a trial installation: one file for each property."""
