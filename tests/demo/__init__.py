"""The demo is what a visitor judges by, so it is tested like the rest."""
