// Searches the texts of a book. The words of the texts and those of the query go through the same functions, so they agree
// whatever the language. Needs MiniSearch, WordForms, and the stemmers of the book's languages.

// Runs of letters and digits; an apostrophe parts them, as in l'accord.
const RUN = /[\p{L}\p{N}\p{M}\u200c\u200d]+/gu;
// Scripts without spaces between words.
const UNSPACED = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}]/u;
const NUMBER = /\p{N}/u;
// Words that are meant as they stand: "…", „…“, «…» and the like.
const PHRASE = /["“”„‟«»「」『』]([^"“”„‟«»「」『』]+)["“”„‟«»「」『』]/g;
// What WordForms gives that is no stem.
const MARKED = /^[~=]/;
// What a match is worth: the word itself, another form of it, a word that is made with it, one that begins with it.
const EXACT = 1;
const NAME = 0.9; // another spelling of it
const FORM = 0.85;
const RELATED = 0.75; // by the root of a verb
const PART = 0.4;
const BEGINS = 0.3;
const ALIKE = 0.2;
const TITLE = 1.5; // how much more a title counts than a paragraph with the same words

class BookSearch {
  constructor({ language, stemmers: names, rules, irregular, spellings, pages, sections }) {
    this.pages = pages;
    this.sections = sections;
    this.forms = new WordForms(names.map((name) => new stemmers[name]()), rules, irregular);
    this.segmenter = self.Intl?.Segmenter && new Intl.Segmenter(language, { granularity: "word" });
    this.keys = new Map(); // a word of the texts → as it is compared
    this.words = new Map(); // a word as it is compared → as it was first written, in small letters
    this.small = new Set(); // those that are somewhere written with a small letter
    this.index = new MiniSearch({
      fields: ["chapter", "title", "text"],
      tokenize: (text) => this.tokens(text).map(({ word }) => word),
      processTerm: (word) => this.noted(word),
      searchOptions: { tokenize: (words) => words.split(" "), processTerm: (word) => word, boost: { title: 2, chapter: 1.5 } },
    });
    let chapter = -1;
    this.index.addAll(
      sections.map(([page, , title, blocks], id) => {
        const first = page !== chapter;
        chapter = page;
        return { id, chapter: first ? pages[page][1] : "", title, text: blocks.map(([, text]) => text).join("\n") };
      }),
    );
    this.byStem = new Map();
    for (const [key, word] of this.words) for (const stem of this.stems(word, key)) put(this.byStem, stem, key);
    // Other spellings of names: their words → the words that the book has.
    const run = (text) => this.tokens(text).map(({ word }) => word);
    const named = spellings.map(([other, own]) => ({ other: run(other).map(folded), own: run(own) }));
    this.spellings = named.filter(({ other, own }) => other.length && own.length && own.every((word) => this.words.has(folded(word))));
  }

  // Return what the forms of a word of the book have in common.
  stems(word, key) {
    return this.forms.of(word, key, !this.small.has(key));
  }

  noted(word) {
    let key = this.keys.get(word);
    if (key === undefined) {
      key = folded(word);
      this.keys.set(word, key);
      if (!this.words.has(key)) this.words.set(key, word.toLowerCase());
      if (word === word.toLowerCase()) this.small.add(key);
    }
    return key;
  }

  // Return the words of a text, with their places.
  tokens(text) {
    const found = [];
    const unspaced = UNSPACED.test(text);
    for (const { 0: run, index } of text.matchAll(RUN)) {
      if (!unspaced || !UNSPACED.test(run)) {
        if (run.length > 1 || NUMBER.test(run)) found.push({ word: run, index });
      } else if (this.segmenter) {
        for (const { segment, index: inner, isWordLike } of this.segmenter.segment(run)) {
          if (isWordLike) found.push({ word: segment, index: index + inner });
        }
      } else {
        // Old browsers: every two characters.
        for (let at = 0; at < Math.max(1, run.length - 1); at++) found.push({ word: run.slice(at, at + 2), index: index + at });
      }
    }
    return found;
  }

  // Return the words of the book that are made with the word of a stem. Those that end with a long one need no parts that are
  // words of the book.
  compounds(stem) {
    const found = [];
    for (const [other, keys] of this.byStem) {
      if (MARKED.test(other)) continue;
      const at = other.indexOf(stem, 3);
      if (at < 0) continue;
      if (stem.length > 5 && other.endsWith(stem)) found.push(...keys);
      else for (const key of keys) if (this.parts(key).has(stem)) found.push(key);
    }
    return found;
  }

  // Return the stems of the words that a compound is made of, but for the first, which is found as its beginning:
  // „Friedensverhandlungen“ has verhandl. Both parts must be words of the book, or the last one a long word behind no prefix.
  parts(key, depth = 0) {
    const found = new Set();
    if (key.length < 6 || depth > 3) return found;
    const [stem = key] = this.forms.stems(this.words.get(key) ?? key);
    for (let at = 3; at <= stem.length - 3; at++) {
      const head = stem.slice(at);
      if (!(head.length > 3 ? this.byStem.has(head) : this.words.has(head)) || this.forms.affixes.has(head)) continue;
      const modifier = key.slice(0, at);
      const known = this.known(modifier);
      if (!known && (head.length < 5 || modifier.length < 4 || this.forms.affixes.has(modifier))) continue;
      found.add(head);
      if (known) for (const part of this.parts(known, depth + 1)) found.add(part);
      for (const part of this.parts(head, depth + 1)) found.add(part);
    }
    return found;
  }

  // Return the word that the first part of a compound is, without the letters that join it to the next.
  known(modifier) {
    for (const link of ["", ...this.forms.links]) {
      const word = modifier.slice(0, modifier.length - link.length);
      if (!modifier.endsWith(link) || word.length < 3 || this.forms.affixes.has(word)) continue;
      if (this.words.has(word) || (word.length > 3 && this.byStem.has(word)) || this.parts(word, 2).size) return word;
    }
    return "";
  }

  // Return the words of the book that a word of the query stands for, and what each is worth.
  meant(word) {
    const key = folded(word);
    const worth = new Map();
    const add = (keys, value) => {
      for (const one of keys ?? []) worth.set(one, Math.max(value, worth.get(one) ?? 0));
    };
    if (this.words.has(key)) add([key], EXACT);
    // A noun of a query has a capital letter, or stands in the book only with one.
    const noun = word !== word.toLowerCase() || (this.words.has(key) && !this.small.has(key));
    const typed = word.toLowerCase();
    const own = this.forms.accentedStems(typed);
    for (const stem of this.forms.of(typed, key, noun)) {
      // „train“ is no form of „traînée“ where the book has a train, but who types no accents finds it.
      const alike = (other) => !worth.has(key) || own === this.forms.accentedStems(this.words.get(other) ?? other);
      for (const other of this.byStem.get(stem) ?? []) add([other], MARKED.test(stem) ? RELATED : alike(other) ? FORM : ALIKE);
      if (this.forms.links.length && stem.length > 2 && !MARKED.test(stem)) add(this.compounds(stem), PART);
    }
    return { key, worth };
  }

  // Return MiniSearch's query of a word, or none of its own if nothing stands for it. What words of the book are worth goes
  // into `worth`. `fuzzy` says whether a word that the book does not have may be misspelt.
  term(word, worth, fuzzy = true) {
    const meant = this.meant(word);
    const { key } = meant;
    for (const [one, value] of meant.worth) worth.set(one, Math.max(value, worth.get(one) ?? 0));
    const queries = [];
    if (meant.worth.size) queries.push(words(meant.worth.keys(), (term) => meant.worth.get(term) ?? EXACT));
    if (key.length >= SHORTEST || UNSPACED.test(key)) queries.push({ queries: [key], prefix: true, boostTerm: () => BEGINS });
    if (queries.length && this.index.search(any(queries)).length) return any(queries);
    const simple = new Set(this.forms.simple(key).flatMap((verb) => [...this.keysOf(verb)]));
    if (simple.size) return words(simple, () => PART);
    const parts = this.divided(key);
    if (parts) return every(parts.map((keys) => words(keys, () => PART)));
    if (!fuzzy || key.length < 5) return any(queries);
    return any([...queries, { queries: [key], fuzzy: key.length > 7 ? 2 : 1, boostTerm: () => ALIKE }]);
  }

  // Return the words of the book for the two parts of a compound that the book does not have; none if a part is no word of it:
  // „Nordstream“ is Nord Stream, „Normandieformat“ is Normandie-Format.
  divided(key) {
    for (let at = key.length - SHORTEST; at >= SHORTEST; at--) {
      const first = this.known(key.slice(0, at));
      const second = key.slice(at);
      if (!first || this.forms.affixes.has(second)) continue;
      const parts = [first, second].map((part) => this.keysOf(part));
      if (parts.every((keys) => keys.size)) return parts;
    }
    return null;
  }

  // Return the words of the book that are forms of a word.
  keysOf(word) {
    return new Set([...this.forms.of(word, word)].flatMap((stem) => [...(this.byStem.get(stem) ?? [])]));
  }

  // Return the names that the query spells otherwise than the book from a word on, the longest first.
  spelt(keys, at) {
    const found = this.spellings.filter(({ other }) => other.every((key, next) => keys[at + next] === key));
    return found.sort((one, other) => other.other.length - one.other.length);
  }

  // Return MiniSearch's queries of the words of a query, all of which are wanted.
  terms(typed, worth) {
    const keys = typed.map(folded);
    const queries = [];
    for (let at = 0; at < typed.length; ) {
      const names = this.spelt(keys, at);
      const end = at + (names[0]?.other.length ?? 1);
      const printed = names.filter(({ other }) => at + other.length === end).map(({ own }) => every(own.map((word) => words(this.meant(word).worth.keys(), () => NAME))));
      queries.push(any([every(typed.slice(at, end).map((word) => this.term(word, worth, !printed.length))), ...printed]));
      at = end;
    }
    return queries;
  }

  // Return where the words of a query are found, the best first, at most `limit` places: { page, anchor, title, chapter, parts, words },
  // where parts are pieces of the text, every second one a word that was looked for, and words are all of these in the paragraph.
  // `all` is false if no section has all words. What stands in quotation marks is looked for as it stands.
  find(query, limit = 200) {
    const quoted = Array.from(query.matchAll(PHRASE), ([, phrase]) => phrase.trim()).filter(Boolean);
    // Where nothing stands between words, a phrase is divided otherwise than the text around it.
    const unspaced = quoted.filter((phrase) => UNSPACED.test(phrase));
    const phrases = quoted.filter((phrase) => !UNSPACED.test(phrase)).map((phrase) => this.tokens(phrase).map(({ word }) => folded(word))).filter((phrase) => phrase.length);
    const typed = [...new Map(this.tokens(query.replace(PHRASE, " ")).map(({ word }) => [folded(word), word])).values()];
    if (!typed.length && !phrases.length && !unspaced.length) return { all: true, count: 0, places: [] };
    const worth = new Map();
    const exact = phrases.flat().map((key) => words([key], () => EXACT));
    const queries = [...exact, ...this.terms(typed, worth)];
    const among = unspaced.map((phrase) => new Set(this.literally(phrase)));
    const everywhere = Array.from(this.sections.keys(), (id) => ({ id, terms: [] }));
    let found = (queries.length ? this.ranked(every(queries)) : everywhere).filter(
      ({ id }) => phrases.every((phrase) => this.contains(id, phrase)) && among.every((ids) => ids.has(id)),
    );
    const all = found.length > 0;
    if (UNSPACED.test(query) && !quoted.length) {
      // Words that stand together are meant together; and a browser may divide them otherwise in a text.
      const together = new Set(this.literally(query));
      if (!all) found = Array.from(together, (id) => ({ id, terms: [] }));
      else found = [...found.filter(({ id }) => together.has(id)), ...found.filter(({ id }) => !together.has(id))];
    }
    if (!found.length && queries.length > 1 && !quoted.length) found = this.index.search(any(queries));
    // Words that follow one another as in the query come first.
    const row = typed.length > 1 && all ? [typed.map(folded)] : [];
    const inRow = new Set(found.map(({ id }) => id).filter((id) => row.some((phrase) => this.contains(id, phrase))));
    found = [...found.filter(({ id }) => inRow.has(id)), ...found.filter(({ id }) => !inRow.has(id))];
    const places = found.slice(0, limit).map(({ id, terms: matched }) => this.place(id, new Set(matched), worth, query, phrases, row, unspaced));
    return { all: all || !found.length || typed.length < 2, count: found.length, places };
  }

  // Return the sections that a query finds, the best first. MiniSearch multiplies a score by the number of words that it was
  // asked for and found, which would put a section with a plural before one with the word itself.
  ranked(query) {
    const found = this.index.search(query).map((one) => ({ ...one, score: one.score / Math.max(1, one.queryTerms.length) }));
    return found.sort((one, other) => other.score - one.score);
  }

  // Whether a phrase stands in a section, or in its title.
  contains(id, phrase) {
    const [, , title, blocks] = this.sections[id];
    return [title, ...blocks.map(([, text]) => text)].some((text) => this.phraseMarks(text, phrase).length);
  }

  // Return every place in a text where the words of a phrase follow one another.
  phraseMarks(text, phrase) {
    const tokens = this.tokens(text);
    const keys = tokens.map(({ word }) => this.keys.get(word) ?? folded(word));
    const found = [];
    for (let at = 0; at + phrase.length <= keys.length; at++) {
      if (phrase.some((key, next) => keys[at + next] !== key)) continue;
      const last = tokens[at + phrase.length - 1];
      found.push({ key: phrase.join(" "), start: tokens[at].index, end: last.index + last.word.length });
    }
    return found;
  }

  // Return the numbers of the sections whose text contains the query as it was typed.
  literally(query) {
    const wanted = folded(query.trim());
    const contains = ([, , title, blocks]) => folded([title, ...blocks.map(([, text]) => text)].join("\n")).includes(wanted);
    return [...this.sections.keys()].filter((id) => contains(this.sections[id]));
  }

  // Return the title or the paragraph of a section that has most of the words.
  place(id, matched, worth, query, phrases, row, unspaced) {
    const [page, anchor, title, blocks] = this.sections[id];
    const [file, chapter] = this.pages[page];
    const inPhrases = new Set(phrases.flat());
    const loose = new Set([...matched].filter((key) => !inPhrases.has(key)));
    const score = (marks) => [...new Set(marks.map(({ key }) => key))].reduce((sum, key) => sum + (worth.get(key) ?? ALIKE), 0);
    let best = { score: 0, anchor, text: "", marks: [] };
    // A title comes first: what all words stand in is the section itself.
    for (const [own, text] of [[anchor, title], ...blocks]) {
      const whole = UNSPACED.test(query) ? literal(text, query.trim()) : [];
      const quoted = [...phrases.flatMap((phrase) => this.phraseMarks(text, phrase)), ...unspaced.flatMap((phrase) => literal(text, phrase))];
      const marks = whole.length ? whole : [...quoted, ...this.marks(text, loose)].sort((one, other) => one.start - other.start);
      const together = whole.length || quoted.length || row.some((phrase) => this.phraseMarks(text, phrase).length);
      const value = (score(marks) + (together ? 9 : 0)) * (text === title ? TITLE : 1);
      if (value > best.score) best = { score: value, anchor: own, text, marks };
    }
    const found = [...new Set(best.marks.map(({ start, end }) => best.text.slice(start, end)))];
    const [first = ""] = blocks.map(([, text]) => text);
    const parts = best.text && best.text !== title ? excerpt(best.text, best.marks) : excerpt(first, this.marks(first, loose));
    return { page: file, chapter, title, anchor: best.anchor, text: best.text || title, words: found, parts };
  }

  marks(text, matched) {
    const words = this.tokens(text).filter(({ word }) => matched.has(this.keys.get(word)));
    return words.map(({ word, index }) => ({ key: this.keys.get(word), start: index, end: index + word.length }));
  }
}

// Queries of MiniSearch: of one of these words, of any, and of all of several queries.
function words(keys, boostTerm) {
  return { combineWith: "OR", queries: [[...keys].join(" ")], boostTerm };
}

function any(queries) {
  return queries.length === 1 ? queries[0] : { combineWith: "OR", queries };
}

function every(queries) {
  return queries.length === 1 ? queries[0] : { combineWith: "AND", queries };
}

// Return every place of a text that is the query as it was typed.
function literal(text, query) {
  const [small, wanted] = [text.toLowerCase(), query.toLowerCase()];
  const found = [];
  for (let start = small.indexOf(wanted); start >= 0; start = small.indexOf(wanted, start + wanted.length)) {
    found.push({ key: query, start, end: start + wanted.length });
  }
  return found;
}

// Return a piece of a text around the words that were looked for: plain, marked, plain …
function excerpt(text, marks, room = 180) {
  const first = marks[0]?.start ?? 0;
  let start = Math.max(0, first - room / 3);
  if (start) start = text.indexOf(" ", start) + 1 > first || !text.includes(" ", start) ? Math.max(0, first - 12) : text.indexOf(" ", start) + 1;
  let end = Math.min(text.length, start + room);
  const space = text.lastIndexOf(" ", end);
  if (end < text.length && space > start + room / 2) end = space;
  const parts = [];
  let at = start;
  for (const mark of marks) {
    if (mark.end > end || mark.start < at) continue;
    if (parts.length && mark.start === at) parts[parts.length - 1] += text.slice(at, mark.end);
    else parts.push(text.slice(at, mark.start), text.slice(mark.start, mark.end));
    at = mark.end;
  }
  parts.push(text.slice(at, end));
  if (start) parts[0] = `… ${parts[0]}`;
  if (end < text.length) parts[parts.length - 1] += " …";
  return parts;
}
