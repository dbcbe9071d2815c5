"""Lists that editors send from their browsers: kept for a day, looked at, and taken outside the request."""
