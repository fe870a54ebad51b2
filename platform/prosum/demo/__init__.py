"""Demo content: a small community that is made up, and says so."""
