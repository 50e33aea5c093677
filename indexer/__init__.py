"""Disk to ranked passages: the background process that watches, reads, embeds and searches a library."""
