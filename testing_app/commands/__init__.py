"""One file per sub-command of `lahtotaso`."""
