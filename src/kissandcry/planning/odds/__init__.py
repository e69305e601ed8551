"""How may it end? Events and seasons simulated from programs, skills and histories."""
