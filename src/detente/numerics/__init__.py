"""The sums: estimators without a political word."""
