"""Signing in and out, setting a password, and one's own account."""
