"""Spreadsheet files of any kind, read safely into rows of text; what the rows mean is the reader's."""
