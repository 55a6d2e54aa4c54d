"""Syncs accounts at servers that keep feeds: push, then pull.

sync_accounts       one run: each account by itself, with a refresh of the other feeds
remotes             opens the server behind its interface
push_marks          sends what the outbox holds
pull_feeds          the server's feeds and folders
pull_entries        marks, and new entries, listed without their texts
read_contents       their texts, newest first
adopt               moves feeds to the server and back
"""
