"""What is drawn of parts and revisions and kept in the file store; `rendering` does the drawing itself."""
