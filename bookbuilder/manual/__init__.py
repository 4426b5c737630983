"""The manual, which comes with the program as pages of Markdown: its pages, their sections, and the book of them."""
