"""The language server: helps an editor with the books that are open in it (Language Server Protocol 3.17).

    server             answers the requests of an editor (pygls)
    protocol_values    values of the features as messages, and positions in UTF-16
    book_folders       finds the book of a file
    open_book          the texts of the open files of a book, its index, what is wrong with it
    background         the thread that reads books: a chapter at once, the book after a pause
    book_reading       reads a book without layout (`memory_runner` keeps results)
    book_index         what a book names and where: for each chapter `chapter_index`, from `marks`

Each feature is a file of functions from an index and a position to values: `hover`, `completion`, `navigation` (definition,
references), `rename`, `code_actions`, `outline`, `folding`, `inlay_hints`, `word_counts`.
"""
