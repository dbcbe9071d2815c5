"""Pages about the running of the site."""
