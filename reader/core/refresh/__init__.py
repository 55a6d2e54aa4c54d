"""Refreshes feeds: fetch, decide, save, and fetch the full texts.

The way of an entry, in the order in which it is gone:

    run                 one refresh of many feeds at once
    fetch_feed          one feed: request, then the bytes to the sandbox
      sandbox.pool      a child parses them (tasks.feed) and later reads the entries' HTML in batches (tasks.entries)
    outcome             decides what the try means, without side effects
    save_entries        lists what is new, later saves the texts; apply_rules meets them
      batched_writes    many feeds share one transaction
    full_texts          fetches the pages of entries that the feed cuts; multi_page puts several pages together
"""
