"""What people take away in forms that other programs read."""
