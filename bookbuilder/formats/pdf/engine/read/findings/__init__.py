"""What the author is told of pages that are laid out: one module a kind, found by walking; `find` yields its findings."""
