"""What a page asks its readers to believe, and whether it holds."""
