"""What is here? The first page opens on the Grand Prix Final of Sochi, December 2012."""

from typing import Final

from kissandcry.web.ask import Ask
from kissandcry.web.page import Page, Route


def home(ask: Ask) -> Page:
    """The first page."""
    return Page(title="Kiss & Cry", answer="How did they do?", template="page.html")


ROUTES: Final = (Route("/", home),)
