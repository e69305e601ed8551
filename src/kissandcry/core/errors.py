"""The kinds of error, kept apart: each message is one sentence that says where, what was found,
what is allowed and under which rule."""


class KissAndCryError(Exception):
    """Anything that this library raises on purpose."""


class Unreadable(KissAndCryError):
    """The bytes cannot be read: damaged, encrypted, empty, too large, or without text."""


class NotAProtocol(KissAndCryError):
    """The file can be read, but it is not a judges' details protocol (or other expected paper)."""


class NotAVideo(KissAndCryError):
    """The file can be read, but it is no clip that may be watched."""


class NothingSeen(KissAndCryError):
    """A clip shows nobody who could be followed, or nothing of what was asked for."""


class SyntaxProblem(KissAndCryError):
    """A text does not follow its grammar: an element code, a score file, a number."""


class AgainstTheRules(KissAndCryError):
    """Well formed, but not allowed by the rulebook of that day."""


class UnknownOnDate(KissAndCryError):
    """No rulebook holds what was asked for on that date."""


class Contradiction(KissAndCryError):
    """A paper or an input contradicts itself."""


class NotInArchive(KissAndCryError):
    """The archive does not hold what was asked for; the message names what is near."""


class BadRulebook(KissAndCryError):
    """A rulebook's data file breaks the format of rulebooks."""


class MissingExtra(KissAndCryError):
    """An optional part of the installation is needed; the message names it."""
