"""What goes wrong on purpose between a right answer and the client."""
