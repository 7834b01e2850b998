"""Tests of the judging library."""
