"""The house's rules, held over the whole tree."""
