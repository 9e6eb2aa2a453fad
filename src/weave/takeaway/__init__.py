"""What readers take with them: notebooks, the program as a file, and the whole site."""
