"""What every journal promises: one suite, and no journal is exempt from any of it."""
