"""Claims: expressions over the book's facts, `us-aid > 1.8 * de-aid`, which are parsed, evaluated and judged."""
