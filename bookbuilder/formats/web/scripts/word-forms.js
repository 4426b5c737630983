// What two forms of a word have in common. Words of the texts and of the query go through the same functions, so they agree
// whatever the language.

// Marks that people leave out when they type: accents, Hebrew points, Arabic vowel signs. Those of other scripts are letters.
const MARKS = /[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]/g;
// Those that no stemmer knows: Hebrew points, Arabic vowel signs and the stroke that lengthens a word.
const POINTS = /[\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]/g;
const LETTERS = { ß: "ss", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ı: "i", ة: "ه", ى: "ي", ی: "ي", ک: "ك" };
const LETTER = new RegExp(`[${Object.keys(LETTERS).join("")}]`, "g");
const SHORTEST = 3; // letters of a stem

// Return a word as it is compared: „Straße“ is strasse, „Çavuşoğlu“ cavusoglu.
function folded(word) {
  const small = word.toLowerCase();
  if (/^[a-z0-9]*$/.test(small)) return small;
  const plain = small.normalize("NFKD").replace(MARKS, "").replace(LETTER, (letter) => LETTERS[letter]);
  return plain.normalize("NFC").replace(/[\u200c\u200d]/g, "");
}

const longest = (one, other) => other.length - one.length;

class WordForms {
  // `rules` are the tables `[search]` of the languages, `irregular` the lines of their word_forms.txt.
  constructor(stemmers, rules, irregular) {
    this.stemmers = stemmers;
    const gathered = (key, tables = rules) => tables.flatMap((table) => table[key] ?? []).map(folded);
    const verbs = rules.flatMap((rule) => rule.verbs ?? []);
    this.links = gathered("links");
    this.affixes = new Set(gathered("affixes"));
    this.prefixes = gathered("prefixes").sort(longest);
    this.endings = gathered("endings").sort(longest);
    this.verbPrefixes = gathered("prefixes", verbs).sort(longest);
    this.verbEndings = gathered("endings", verbs).sort(longest);
    this.inflections = gathered("inflections", verbs); // of an irregular form: sprach-en, gesprochen-er
    this.verbalNouns = gathered("nouns", verbs).sort(longest);
    this.infinitives = gathered("infinitives", verbs);
    this.participles = gathered("participles", verbs);
    this.particles = gathered("particles", verbs);
    this.capitals = verbs.some((table) => table.capitals); // nouns begin with a capital letter, verbs do not
    this.irregular = new Map(); // a form → the numbers of its words
    this.nouns = new Set(); // the numbers of words with a capital letter
    irregular.forEach((line, number) => {
      if (line[0] !== line[0].toLowerCase()) this.nouns.add(number);
      for (const form of line.split(" ")) put(this.irregular, folded(form), number);
    });
  }

  // Return what the forms of a word have in common with it: its stem in each language, itself without what is written
  // together with it and without its ending, the root of a verb (~), and the number of an irregular word (=).
  // `key` is the folded word; `noun` says that it is written as nouns are.
  of(word, key, noun = false) {
    const found = new Set(this.stems(word));
    const rests = this.rests(key);
    for (const rest of rests) {
      found.add(rest);
      const ending = this.endings.find((end) => rest.endsWith(end) && rest.length - end.length >= SHORTEST);
      if (ending) found.add(rest.slice(0, -ending.length));
    }
    if (!found.size) found.add(key);
    for (const form of rests.length ? rests : [key]) this.addIrregular(form, found, "", noun && this.capitals);
    if (this.infinitives.length && !(noun && this.capitals)) this.addVerb(key, found);
    this.addVerbalNoun(key, found);
    return found;
  }

  // Return the stems of a word, one for each language that has a stemmer.
  stems(word) {
    return this.stemmers.map((stemmer) => folded(stemmer.stem(word.replace(POINTS, ""))));
  }

  // Return the stems of a word as one text, with their accents.
  accentedStems(word) {
    return this.stemmers.map((stemmer) => stemmer.stem(word)).join(" ");
  }

  // Return a word without its prefixes, one after the other; none in a language without any.
  rests(key) {
    if (!this.prefixes.length && !this.endings.length) return [];
    const found = [key];
    for (let rest = key, count = 0; count < 3; count++) {
      const prefix = this.prefixes.find((one) => rest.startsWith(one) && rest.length - one.length >= SHORTEST);
      if (!prefix) break;
      found.push((rest = rest.slice(prefix.length)));
    }
    return found;
  }

  addIrregular(form, found, prefix = "", onlyNouns = false) {
    for (const number of this.irregular.get(form) ?? []) {
      if (!onlyNouns || this.nouns.has(number)) found.add(`=${prefix}${number}`);
    }
  }

  // „sagte“ and „gesagt“ are of ~sag like „sagen“, „besprach“ is of =be… like „besprechen“.
  addVerb(key, found) {
    const parted = this.verbPrefixes.filter((prefix) => key.startsWith(prefix)).map((prefix) => [prefix, key.slice(prefix.length)]);
    for (const [prefix, rest] of [["", key], ...parted]) {
      this.addIrregular(rest, found, prefix);
      // lässt is of lassen, and not las-st
      if (!this.irregular.has(rest)) for (const form of without(rest, this.inflections)) this.addIrregular(form, found, prefix);
      if (prefix) for (const participle of this.participles) this.addIrregular(participle + rest, found, prefix); // besprochen
      const infinitive = prefix && this.particles.find((one) => rest.startsWith(one)); // aus-zu-gehen
      const participle = rest.endsWith("t") && this.participles.find((one) => rest.startsWith(one)); // an-ge-stellt
      if (infinitive) this.addIrregular(rest.slice(infinitive.length), found, prefix);
      for (const form of [!prefix && key, infinitive && rest.slice(infinitive.length), participle && rest.slice(participle.length)]) {
        if (form) for (const root of this.roots(form)) found.add(verb(prefix + root));
      }
    }
  }

  // Return a verb without its prefixes: antworten of beantworten.
  simple(key) {
    return this.verbPrefixes.filter((prefix) => key.startsWith(prefix) && key.length - prefix.length > SHORTEST).map((prefix) => key.slice(prefix.length));
  }

  // Return what a verb is without its endings: machte is mach, handeln is handel, and warten is wart and not war.
  roots(form) {
    const infinitives = without(form, this.infinitives).filter((root) => form.length - root.length > 1 || /e[lr]$/.test(root));
    const [finite] = without(form, this.verbEndings);
    return finite && (finite.length > SHORTEST || !infinitives.length) ? [finite, ...infinitives] : infinitives;
  }

  // „Lieferung“ is of ~liefr like „liefern“.
  addVerbalNoun(key, found) {
    const [root] = without(key, this.verbalNouns);
    if (root) found.add(verb(root));
  }
}

// Return a form without each of the endings that it has, in their order.
function without(form, endings) {
  return endings.filter((end) => form.endsWith(end) && form.length - end.length >= SHORTEST).map((end) => form.slice(0, -end.length));
}

// Return the mark of a verb: handl of handel-n and Handl-ung.
function verb(root) {
  return `~${root.replace(/e([lr])$/, "$1")}`;
}

function put(map, key, value) {
  const values = map.get(key);
  if (values) values.add(value);
  else map.set(key, new Set([value]));
}
