"""Queues and course places at the authority's desk."""
