"""Test-day sheets: what centres keep in a spreadsheet, read into evidence and problems."""
