"""What `freddy-contracts` does when it asks a deployment; loaded only then."""
