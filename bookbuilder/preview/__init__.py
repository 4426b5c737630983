"""The live preview: a server for one browser on this machine that shows the finished editions of a book and rebuilds them
whenever a file changes.

    live_build    builds after every change, and says what came of it
    live_state    the state that the browser shows, and waiting for the next one
    page_images   pages of a PDF as pictures, with their sizes and labels
    access        who may ask what: this browser, with the token of this preview
    server        the addresses, and the server
    book_texts    the texts that builds have read, and where a place of one is in another
    page/         what the browser gets: one page, its scripts and its style sheet
"""
