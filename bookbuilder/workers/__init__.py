"""Processes and memory: workers that run the steps of a build, their fork server, and the caches that keep results."""
