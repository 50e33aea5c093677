"""Files → text with exact offsets: one module a format family, a registry, and a sandbox to run them in."""
