"""Rules made into failures: each guard names the offender and says what to do."""
