"""The rule sets: what the product brings, what planners write, and which is in force for whom."""
