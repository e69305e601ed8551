"""The sources of protocols, a module each. To add one, see CONTRIBUTING.md."""

from typing import Final

from kissandcry.protocols.layouts import active_reports, crystal, distiller, fs_manager, olympic
from kissandcry.protocols.layouts.layout import Layout

# In the order in which they are asked; the least particular comes last.
LAYOUTS: Final[tuple[Layout, ...]] = (
    olympic.LAYOUT,
    active_reports.LAYOUT,
    fs_manager.LAYOUT,
    distiller.LAYOUT,
    crystal.LAYOUT,
)

__all__ = ["LAYOUTS", "Layout"]
