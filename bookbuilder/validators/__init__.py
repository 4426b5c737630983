"""Validators of finished files: other people's tools and some of our own; one file each, found by walking."""
