// What the stemmers of Snowball inherit from, after basestemmer.py of snowballstemmer. BSD-3-Clause: stemmers/stemmers.LICENSE

const stemmers = {};

class BaseStemmer {
  stem(word) {
    this.current = word;
    this.cursor = this.limit_backward = this.bra = 0;
    this.limit = this.ket = word.length;
    this._stem();
    return this.current;
  }

  in_grouping(letters) {
    if (this.cursor >= this.limit || !letters.includes(this.current[this.cursor])) return false;
    this.cursor++;
    return true;
  }

  in_grouping_b(letters) {
    if (this.cursor <= this.limit_backward || !letters.includes(this.current[this.cursor - 1])) return false;
    this.cursor--;
    return true;
  }

  out_grouping(letters) {
    if (this.cursor >= this.limit || letters.includes(this.current[this.cursor])) return false;
    this.cursor++;
    return true;
  }

  out_grouping_b(letters) {
    if (this.cursor <= this.limit_backward || letters.includes(this.current[this.cursor - 1])) return false;
    this.cursor--;
    return true;
  }

  go_in_grouping(letters) {
    for (; this.cursor < this.limit; this.cursor++) {
      if (!letters.includes(this.current[this.cursor])) return true;
    }
    return false;
  }

  go_in_grouping_b(letters) {
    for (; this.cursor > this.limit_backward; this.cursor--) {
      if (!letters.includes(this.current[this.cursor - 1])) return true;
    }
    return false;
  }

  go_out_grouping(letters) {
    for (; this.cursor < this.limit; this.cursor++) {
      if (letters.includes(this.current[this.cursor])) return true;
    }
    return false;
  }

  go_out_grouping_b(letters) {
    for (; this.cursor > this.limit_backward; this.cursor--) {
      if (letters.includes(this.current[this.cursor - 1])) return true;
    }
    return false;
  }

  eq_s(text) {
    const end = this.cursor + text.length;
    if (end > this.limit || this.current.slice(this.cursor, end) !== text) return false;
    this.cursor = end;
    return true;
  }

  eq_s_b(text) {
    const start = this.cursor - text.length;
    if (start < this.limit_backward || this.current.slice(start, this.cursor) !== text) return false;
    this.cursor = start;
    return true;
  }

  // Each entry is [text, index of the next shorter entry that it begins (backwards: ends) with, result, a method to ask].
  find_among(entries) {
    return this.#find(entries, 1, this.limit - this.cursor);
  }

  find_among_b(entries) {
    return this.#find(entries, -1, this.cursor - this.limit_backward);
  }

  static #tables = new Map();

  #find(entries, direction, room) {
    let table = BaseStemmer.#tables.get(entries);
    if (!table) {
      table = { index: new Map(entries.map(([text], index) => [text, index])), longest: Math.max(...entries.map(([text]) => text.length)) };
      BaseStemmer.#tables.set(entries, table);
    }
    const start = this.cursor;
    const piece = (length) => (direction > 0 ? this.current.slice(start, start + length) : this.current.slice(start - length, start));
    let best;
    for (let length = Math.min(table.longest, room); length >= 0 && best === undefined; length--) best = table.index.get(piece(length));
    while (best >= 0) {
      const [text, next, result, method] = entries[best];
      this.cursor = start + direction * text.length;
      if (!method) return result;
      if (this[method]()) {
        this.cursor = start + direction * text.length;
        return result;
      }
      best = next;
    }
    return 0;
  }

  replace_s(start, end, text) {
    const adjustment = text.length - (end - start);
    this.current = this.current.slice(0, start) + text + this.current.slice(end);
    this.limit += adjustment;
    if (this.cursor >= end) this.cursor += adjustment;
    else if (this.cursor > start) this.cursor = start;
    return adjustment;
  }

  slice_from(text) {
    this.replace_s(this.bra, this.ket, text);
    this.ket = this.bra + text.length;
  }

  slice_del() {
    this.slice_from("");
  }

  slice_to() {
    return this.current.slice(this.bra, this.ket);
  }

  insert(start, end, text) {
    const adjustment = this.replace_s(start, end, text);
    if (start <= this.bra) this.bra += adjustment;
    if (start <= this.ket) this.ket += adjustment;
  }
}
