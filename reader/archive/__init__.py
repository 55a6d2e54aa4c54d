"""A shared archive of articles on a server, behind one protocol."""
