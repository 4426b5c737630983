"""Takes pages of a part from the layout before, where nothing that they are made of has changed.

A part that is edited is compiled again and again by the same process. Its boxes are made anew each time and its pages are
planned anew; a page is laid out and drawn only if its content, its plan or what came before it is another one than last
time. It changes no byte: `tests/pdf/test_page_reuse.py`.
"""
