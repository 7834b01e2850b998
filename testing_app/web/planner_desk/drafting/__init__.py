"""Planners' own rule sets: written, checked, proposed, and approved by a second person."""
