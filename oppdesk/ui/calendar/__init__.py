"""Tasks by day, week and month, painted: only the days that are shown are read."""
