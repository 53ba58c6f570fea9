"""What a complaint's words propose: how severe it is and what it is about, and by which words. People may change both.

The rules stand in data/triage/, for people to read and to mend. The same words propose the same on every machine and at
any moment: nothing is learnt, and all that jieba knows of words is in those files.
"""

from __future__ import annotations

from bot.domain.triage.proposal import Proposal, Severity, kept, propose, recall, warm

__all__ = ["Proposal", "Severity", "kept", "propose", "recall", "warm"]
