"""The review: how a skate went, as far as its video tells."""

from kissandcry.video.review.files import as_json, check, read, write
from kissandcry.video.review.make import watch
from kissandcry.video.review.model import Review

__all__ = ["Review", "as_json", "check", "read", "watch", "write"]
