"""Artificial people and days to try the product on; nothing here is real."""

from testing_app.demo.accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from testing_app.demo.load import add_today, holds_demo, is_empty, load_demo

__all__ = ["DEMO_ACCOUNTS", "DEMO_PASSWORD", "add_today", "holds_demo", "is_empty", "load_demo"]
