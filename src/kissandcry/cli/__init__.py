"""The command line: parses arguments, calls one function of the rooms below, prints."""

from kissandcry.cli.app import main

__all__ = ["main"]
