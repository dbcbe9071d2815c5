"""What is said about people, as it is typed and chosen. Forms parse; they never save."""
