"""What an outsider looks for in the installation itself: nothing is ever changed by it."""
