"""A planned season: the checks before each competition, the log, the form and the rink."""

from kissandcry.planning.season.checks import Before, Check, Season, season
from kissandcry.planning.season.log import Tried, attempts, lately

__all__ = ["Before", "Check", "Season", "Tried", "attempts", "lately", "season"]
