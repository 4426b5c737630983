// Searches the texts of a book. The words of the texts and those of the query go through the same functions, so they agree
// whatever the language. Needs MiniSearch, and the stemmers of the book's languages.

// Marks that people leave out when they type: accents, Hebrew points, Arabic vowel signs. Those of other scripts are letters.
const MARKS = /[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]/g;
// Those that no stemmer knows: Hebrew points, Arabic vowel signs and the stroke that lengthens a word.
const POINTS = /[\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]/g;
const LETTERS = { ß: "ss", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ı: "i", ة: "ه", ى: "ي", ی: "ي", ک: "ك" };
const LETTER = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "g");
// Runs of letters and digits; an apostrophe parts them, as in l'accord.
const RUN = /[\p{L}\p{N}\p{M}\u200c\u200d]+/gu;
// Scripts without spaces between words.
const UNSPACED = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmr}\p{sc=Mymr}]/u;
const NUMBER = /\p{N}/u;
// What a match is worth: the word itself, another form of it, a word that is made with it, one that begins with it.
const EXACT = 1;
const FORM = 0.85;
const PART = 0.5;
const BEGINS = 0.35;
const ALIKE = 0.2;

// Return a word as it is compared: „Straße“ is strasse, „Çavuşoğlu“ cavusoglu.
function folded(word) {
  const small = word.toLowerCase();
  if (/^[a-z0-9]*$/.test(small)) return small;
  const plain = small.normalize("NFKD").replace(MARKS, "").replace(LETTER, (letter) => LETTERS[letter]);
  return plain.normalize("NFC").replace(/[\u200c\u200d]/g, "");
}

class BookSearch {
  constructor({ language, stemmers: names, rules, pages, sections }) {
    this.pages = pages;
    this.sections = sections;
    this.stemmers = names.map((name) => new stemmers[name]());
    const gathered = (key) => rules.flatMap((rule) => rule[key] ?? []);
    this.links = gathered("links").map(folded);
    this.affixes = new Set(gathered("affixes").map(folded));
    const longest = (one, other) => other.length - one.length;
    this.prefixes = gathered("prefixes").map(folded).sort(longest);
    this.endings = gathered("endings").map(folded).sort(longest);
    this.segmenter = self.Intl?.Segmenter && new Intl.Segmenter(language, { granularity: "word" });
    this.keys = new Map(); // a word of the texts → as it is compared
    this.words = new Map(); // a word as it is compared → as it was first written, in small letters
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
  }

  noted(word) {
    let key = this.keys.get(word);
    if (key === undefined) {
      key = folded(word);
      this.keys.set(word, key);
      if (!this.words.has(key)) this.words.set(key, word.toLowerCase());
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

  // Return the stems of a word: one for each language; and, by the rules of a language, the word without what is written
  // together with it, and without its ending.
  stems(word, key) {
    const found = new Set(this.stemmers.map((stemmer) => folded(stemmer.stem(word.replace(POINTS, "")))));
    const rests = this.prefixes.length || this.endings.length ? [key] : [];
    for (let rest = key, count = 0; count < 3; count++) {
      const prefix = this.prefixes.find((one) => rest.startsWith(one) && rest.length - one.length >= 3);
      if (!prefix) break;
      rests.push((rest = rest.slice(prefix.length)));
    }
    for (const rest of rests) {
      found.add(rest);
      const ending = this.endings.find((end) => rest.endsWith(end) && rest.length - end.length >= 3);
      if (ending) found.add(rest.slice(0, -ending.length));
    }
    return found.size ? found : new Set([key]);
  }

  // Return the words of the book that are made with the word of a stem. Those that end with a long one need no parts that are
  // words of the book.
  compounds(stem) {
    const found = [];
    for (const [other, keys] of this.byStem) {
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
    const [stem] = this.stems(this.words.get(key) ?? key, key);
    for (let at = 3; at <= stem.length - 3; at++) {
      const head = stem.slice(at);
      if (!(head.length > 3 ? this.byStem.has(head) : this.words.has(head)) || this.affixes.has(head)) continue;
      const modifier = key.slice(0, at);
      const known = this.known(modifier);
      if (!known && (head.length < 5 || modifier.length < 4 || this.affixes.has(modifier))) continue;
      found.add(head);
      if (known) for (const part of this.parts(known, depth + 1)) found.add(part);
      for (const part of this.parts(head, depth + 1)) found.add(part);
    }
    return found;
  }

  // Return the word that the first part of a compound is, without the letters that join it to the next.
  known(modifier) {
    for (const link of ["", ...this.links]) {
      const word = modifier.slice(0, modifier.length - link.length);
      if (!modifier.endsWith(link) || word.length < 3 || this.affixes.has(word)) continue;
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
    for (const stem of this.stems(word.toLowerCase(), key)) {
      add(this.byStem.get(stem), FORM);
      if (this.links.length && stem.length > 2) add(this.compounds(stem), PART);
    }
    return { key, worth };
  }

  // Return where the words of a query are found, the best first, at most `limit` places: { page, anchor, title, chapter, parts },
  // where parts are pieces of the text, every second one a word that was looked for. `all` is false if no section has all words.
  find(query, limit = 200) {
    const words = [...new Map(this.tokens(query).map(({ word }) => [folded(word), word])).values()];
    if (!words.length) return { all: true, count: 0, places: [] };
    const terms = words.map((word) => this.meant(word));
    const one = ({ key, worth }) => {
      const queries = [];
      if (worth.size) queries.push({ queries: [[...worth.keys()].join(" ")], boostTerm: (term) => worth.get(term) ?? EXACT });
      if (key.length > 1 || UNSPACED.test(key)) queries.push({ queries: [key], prefix: true, boostTerm: () => BEGINS });
      const spelled = { combineWith: "OR", queries };
      // A word that the book does not have may be misspelt.
      if (key.length < 4 || (queries.length && this.index.search(spelled).length)) return spelled;
      return { combineWith: "OR", queries: [...queries, { queries: [key], fuzzy: key.length > 7 ? 2 : 1, boostTerm: () => ALIKE }] };
    };
    const queries = terms.map(one);
    let found = this.index.search({ combineWith: "AND", queries });
    const all = found.length > 0;
    if (UNSPACED.test(query)) {
      // Words that stand together are meant together; and a browser may divide them otherwise in a text.
      const together = new Set(this.literally(query));
      if (!all) found = Array.from(together, (id) => ({ id, terms: [] }));
      else found = [...found.filter(({ id }) => together.has(id)), ...found.filter(({ id }) => !together.has(id))];
    }
    if (!found.length && queries.length > 1) found = this.index.search({ combineWith: "OR", queries });
    const worth = new Map(terms.flatMap((term) => [...term.worth]));
    const places = found.slice(0, limit).map(({ id, terms: matched }) => this.place(id, new Set(matched), worth, query));
    return { all: all || !found.length || words.length < 2, count: found.length, places };
  }

  // Return the numbers of the sections whose text contains the query as it was typed.
  literally(query) {
    const wanted = folded(query.trim());
    const contains = ([, , title, blocks]) => folded([title, ...blocks.map(([, text]) => text)].join("\n")).includes(wanted);
    return [...this.sections.keys()].filter((id) => contains(this.sections[id]));
  }

  // Return the paragraph of a section that has most of the words.
  place(id, matched, worth, query) {
    const [page, anchor, title, blocks] = this.sections[id];
    const [file, chapter] = this.pages[page];
    let best = { score: 0, anchor, text: blocks[0]?.[1] ?? "", marks: [] };
    for (const [own, text] of blocks) {
      const whole = UNSPACED.test(query) ? literal(text, query.trim()) : [];
      const marks = whole.length ? whole : this.marks(text, matched);
      const score = [...new Set(marks.map(({ key }) => key))].reduce((sum, key) => sum + (worth.get(key) ?? ALIKE), whole.length && 9);
      if (score > best.score) best = { score, anchor: own, text, marks };
    }
    return { page: file, chapter, title, anchor: best.anchor, parts: excerpt(best.text, best.marks) };
  }

  marks(text, matched) {
    const words = this.tokens(text).filter(({ word }) => matched.has(this.keys.get(word)));
    return words.map(({ word, index }) => ({ key: this.keys.get(word), start: index, end: index + word.length }));
  }
}

function put(map, key, value) {
  const values = map.get(key);
  if (values) values.add(value);
  else map.set(key, new Set([value]));
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
