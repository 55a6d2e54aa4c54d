"""Where feeds come from: subscription lists, article files, pages that announce them."""
