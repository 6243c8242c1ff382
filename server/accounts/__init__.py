"""Who may sign in, for how long, and what they may see: rules without I/O.

The store keeps what these functions are asked about; the API asks.
"""
