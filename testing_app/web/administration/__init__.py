"""Accounts, organisations, the audit trail and feedback, for administrators."""
