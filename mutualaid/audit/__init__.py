"""Who did what and who looked at whom: written once, never changed, and able to show that it was not."""
