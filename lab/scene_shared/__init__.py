"""What the running scenes of all brokers share: clients that come back after every failure, and the process that runs them."""
