"""Stand-ins and servers that the tests share."""
