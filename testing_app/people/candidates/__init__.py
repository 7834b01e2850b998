"""Candidates: who they are, how they are found, and that nobody is in the register twice."""
