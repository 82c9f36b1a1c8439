"""The proof of anonymity: attacks on a trial installation, and looks at the real one."""
