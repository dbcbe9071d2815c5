"""Counts about people, protected before anybody reads them."""
