"""What a member is designing in the Studio, between two revisions."""
