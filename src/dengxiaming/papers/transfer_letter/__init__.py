"""党员组织关系介绍信: the stub that is kept, the letter, and the receipt slip that comes back (S7-1, R7)."""
