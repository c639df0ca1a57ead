"""Small clients, right and wrong, and what grading says of them."""
