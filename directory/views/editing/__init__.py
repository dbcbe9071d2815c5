"""What editors see: every page asks for the power to edit the directory."""
