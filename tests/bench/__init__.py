"""Measurements with a goal each: ``make bench-…`` prints ``figure NAME VALUE GOAL ok|short`` lines."""
