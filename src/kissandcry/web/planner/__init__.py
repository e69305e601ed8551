"""The planner page: what is posted, changed, answered and drawn."""
