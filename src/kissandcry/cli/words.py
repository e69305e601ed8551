"""Small words of sentences."""


def many(count: int, what: str) -> str:
    """Such as `1 file` or `1,200 files`."""
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"
