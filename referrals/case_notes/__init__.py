"""What is copied into a service’s own case system after each stage: no name, no reference, no place of theirs."""

from referrals.case_notes.introducing import introduced, next_steps
from referrals.case_notes.stages import asked, connected

__all__ = ["asked", "connected", "introduced", "next_steps"]
