"""Kiss & Cry: scores, reads, audits and explains figure skating results."""

__version__ = "0.1.0"
