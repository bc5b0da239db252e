"""Hawkes processes: events that set off events.

What is observed (`events`: times or counts by day) and convention: A[i, j], j excites i (`process`).

- Exact times: `estimator` (the fitted model), `exponential*` (likelihood; `exponential_reference` in NumPy,
  the others compiled), `intervals`, `residuals`, `log_linear` (covariates), `export`.
- Simulation: `simulate` (one log, in order), `forward` (many paths from a past), `genealogy*`, `ancestry`,
  `alias`, `keys`, `randoms`.
- Counts by day, which ties do not ruin: `days_estimator`, `days*`.
- Event days of two kinds against a baseline that drifts: `hurdle*`, `stream`, `baseline`.
- Incident days with who and how grave, one process for many pairs: `graded*`.
- Many sparse series pooled: `pool*`.
"""
