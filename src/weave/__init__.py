"""What weaves the book: embedding, checking, figures, mathematics and notebooks."""
