"""Who is meant by a printed name? People, couples, teams and officials are each one."""

from kissandcry.archive.people.questions import apply, explain, overruled, people, review
from kissandcry.archive.people.register import Register
from kissandcry.archive.people.standing import Met

__all__ = ["Met", "Register", "apply", "explain", "overruled", "people", "review"]
