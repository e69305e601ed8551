"""The shelf: reviews kept for each skater, in a folder that only its owner reads."""

from kissandcry.video.shelf.model import Confirmed, Kept, Measured
from kissandcry.video.shelf.shelf import Shelf, private_folder, sweep_old

__all__ = ["Confirmed", "Kept", "Measured", "Shelf", "private_folder", "sweep_old"]
