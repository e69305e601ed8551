"""Was it a bad day, or a decline? The expected score of a skater, with its uncertainty."""

from kissandcry.archive.form.fitting import fit
from kissandcry.archive.form.known import prepare
from kissandcry.archive.form.parameters import Parameters
from kissandcry.archive.form.questions import form, history, normal

__all__ = ["Parameters", "fit", "form", "history", "normal", "prepare"]
