"""How good is a question, and what does a score mean? Measurement without web, database or clock."""

from item_bank.cut_scores import CutScore, CutScores, InvalidCutScores, problems_of_cut_scores
from item_bank.ratings import RatedLevel, UnknownRating, rated_level

__all__ = [
    "CutScore",
    "CutScores",
    "InvalidCutScores",
    "RatedLevel",
    "UnknownRating",
    "problems_of_cut_scores",
    "rated_level",
]
