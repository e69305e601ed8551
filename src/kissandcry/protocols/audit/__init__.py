"""Does the paper add up? A protocol recomputed from its marks under the rules of its day."""

from kissandcry.protocols.audit.checks import CHECKS, Finding
from kissandcry.protocols.audit.report import Audit, audit
from kissandcry.protocols.audit.rows import rows

__all__ = ["CHECKS", "Audit", "Finding", "audit", "rows"]
