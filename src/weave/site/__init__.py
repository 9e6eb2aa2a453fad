"""What readers see: from the pages to the site."""
