"""What is counted, protected and shown of what was done for people. Numbers only: nobody is named here."""
