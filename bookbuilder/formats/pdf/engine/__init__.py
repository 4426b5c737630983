"""WeasyPrint, and all that is changed in it: nobody else knows it."""
