"""The domain's rules, held to the vectors that the web runs too."""
