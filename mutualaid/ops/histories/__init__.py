"""Invented people's histories by the thousand: told as the pathway would record them, laid down as plain rows.

``lives`` says what becomes of somebody, ``telling`` what each act leaves in the database, ``rows``
how a row looks, and ``laying`` puts them there. Nobody here is anybody.
"""
