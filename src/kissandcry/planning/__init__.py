"""What to put into a program, what it is worth, what it risks, and how an event may end."""
