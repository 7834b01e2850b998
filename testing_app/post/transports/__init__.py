"""The ways a reminder leaves the house: a mail server, and whatever sends text messages."""
