"""Tests of test-day sheets and of the command that places them."""
