"""Pages of creations: thin translations between HTTP and actions or queries."""
