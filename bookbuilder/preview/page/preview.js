// Shows the state of the preview: pages of PDFs as pictures that are drawn again where they changed, the web edition in a
// frame, and what is wrong with the book.

import { divider } from "./divider.js";
import { element, hide, kept, made, say } from "./dom.js";
import { AROUND, fitted, PX, rows, stepped } from "./fit.js";
import { Marks } from "./marks.js";
import { Picture, watched } from "./picture.js";
import { Sidebar } from "./sidebar.js";

const LAST = 1e6;
const SIGN_ROOM = 28; // pixels from one button in the margin to the next

let state = null;
let view = kept("view") ?? "fitted";
let zoom = Number(kept("zoom")) || null; // the scale that somebody has chosen; without one, pages fit
const panes = [];
const sidebar = new Sidebar();
const OWN = { own: 1 };
const TRANSLATION = "translation ";
let translations = null;
let active = null;
let leading = null;
let diagnosed = "[]";

// -- a page ----------------------------------------------------------------------------------------------------------

class Page {
  constructor(pane, number, { width, height, label }) {
    this.pane = pane;
    this.number = number;
    this.points = [width, height];
    this.label = label || String(number);
    this.image = document.createElement("img");
    this.image.className = "page";
    this.image.dataset.number = number;
    this.image.alt = say("page", { label: this.label, number, count: pane.count });
    this.leaf = document.createElement("div");
    this.leaf.className = "leaf";
    this.leaf.append(this.image);
    this.image.addEventListener("click", ({ offsetX, offsetY, shiftKey }) => {
      const [x, y] = [(offsetX * width) / this.image.width, (offsetY * height) / this.image.height];
      const what = { page: number, x: x.toFixed(2), y: y.toFixed(2) };
      if (shiftKey && source) pane.extend(what);
      else pane.find(what);
    });
    this.picture = new Picture(pane, number, this.image);
    this.signs = [];
  }

  // Put something over boxes that are given in points.
  cover(boxes, name) {
    const [width, height] = this.points;
    const percent = (part, whole) => `${(part / whole) * 100}%`;
    this.leaf.append(...boxes.map(([x, y, w, h]) => {
      const made = document.createElement("div");
      made.className = name;
      Object.assign(made.style, { left: percent(x, width), top: percent(y, height), width: percent(w, width), height: percent(h, height) });
      return made;
    }));
  }

  // Mark a problem in the text and in the margin, where a button leads to it.
  flag(problem, boxes) {
    const { severity, message } = state.diagnostics[problem] ?? {};
    if (!severity) return;
    this.cover(boxes, `wave ${severity}`);
    const made = document.createElement("button");
    made.type = "button";
    made.className = `flag ${severity}`;
    made.textContent = SIGNS[severity];
    made.title = `${say(severity)}: ${message}`;
    made.setAttribute("aria-label", made.title);
    made.style.top = `${(boxes[0][1] / this.points[1]) * 100}%`;
    made.addEventListener("click", () => {
      toggleProblems(true);
      const item = element("found").children[problem];
      item.scrollIntoView({ block: "nearest" });
      item.querySelector("button").focus();
    });
    this.leaf.append(made);
  }

  // Mark the words of marks of proofs.
  sign(signs) {
    this.clear(".proofed");
    this.signs = signs.sort((one, other) => one.boxes[0][1] - other.boxes[0][1]);
    for (const { boxes } of signs) this.cover(boxes, "wave proofed");
    this.placeSigns();
  }

  // Put buttons that lead to marks in the margin, one for those that are too near one another for two.
  placeSigns() {
    this.clear(".flag.proofed");
    const scale = this.image.height / this.points[1];
    const groups = [];
    for (const one of this.signs) {
      const group = groups.at(-1);
      if (group && (one.boxes[0][1] - group[0].boxes[0][1]) * scale < SIGN_ROOM) group.push(one);
      else groups.push([one]);
    }
    this.leaf.append(...groups.map((group) => {
      const button = made("button", { type: "button", className: "flag proofed" }, group.length > 1 ? String(group.length) : "✎");
      button.title = group.map(({ mark }) => mark.sentence).join("; ");
      button.setAttribute("aria-label", button.title);
      button.style.top = `${(group[0].boxes[0][1] / this.points[1]) * 100}%`;
      button.addEventListener("click", () => {
        const at = group.findIndex(({ mark }) => mark.id === marks.current);
        marks.toggle(true);
        marks.select(group[(at + 1) % group.length].mark.id);
      });
      return button;
    }));
  }

  // Mark a word by the boxes of its characters, and go there.
  mark(boxes, follow, name) {
    this.cover(boxes, name);
    if (!follow) return;
    const mark = this.leaf.querySelector(".mark");
    const [seen, room] = [mark.getBoundingClientRect(), this.pane.area.getBoundingClientRect()];
    if (seen.top < room.top || seen.bottom > room.bottom || seen.left < room.left || seen.right > room.right) {
      mark.scrollIntoView({ block: "center", inline: "nearest" });
    }
  }

  resize(scale) {
    const [width, height] = this.points;
    this.image.width = Math.floor(width * scale * PX);
    this.image.height = Math.floor(height * scale * PX);
    this.picture.draw();
    this.placeSigns();
  }

  // Take away what stands over it.
  clear(what = ".flag, .wave, .mark") {
    for (const over of this.leaf.querySelectorAll(what)) over.remove();
  }
}

// -- a pane: one edition in one view ---------------------------------------------------------------------------------

class Pane {
  constructor(number) {
    this.number = number;
    const made = element("pane").content.cloneNode(true);
    this.section = made.querySelector(".pane");
    this.select = made.querySelector(".edition");
    this.place = made.querySelector(".place");
    this.area = made.querySelector(".pages");
    this.bar = made.querySelector(".bar");
    this.select.addEventListener("change", () => {
      kept(`edition-${number}`, this.select.value);
      this.update();
      follow();
    });
    this.area.addEventListener("scroll", () => {
      this.tellPlace();
      this.lead();
    }, { passive: true });
    for (const kind of ["pointerover", "focusin", "keydown"]) this.section.addEventListener(kind, () => { leading = this; });
    for (const kind of ["pointerdown", "focusin"]) this.section.addEventListener(kind, () => activate(this));
    this.seen = watched(this.area, "100% 0px");
    this.room = new ResizeObserver(() => this.resize());
    this.room.observe(this.area);
    this.pages = [];
    this.build = -1;
    this.early = null;
    this.key = "";
    this.word = null;
    this.still = 0;
    this.outline = null;
    element("panes").append(made);
  }

  // Whether a page is there before the others; its page numbers are grey.
  isEarly(number) {
    return Boolean(this.early?.pages.includes(number));
  }

  // What tells pictures of a page from one another.
  stamp(number) {
    return this.isEarly(number) ? `early ${this.early.number}` : `${this.build}`;
  }

  // Note which pages are there before the others.
  setEarly(early) {
    if (this.early?.number === early?.number) return;
    this.early = early;
    // What stands over them is of the text before.
    for (const number of early?.pages ?? []) {
      this.pages[number - 1]?.clear();
      this.pages[number - 1]?.sign([]);
    }
    if (!early) this.marked = this.signed = "";
    this.draw();
  }

  remove() {
    this.seen.disconnect();
    this.room.disconnect();
    this.section.remove();
  }

  // Show what the state says.
  async update() {
    if (!state?.editions.length) {
      this.area.replaceChildren(paragraph(say(state?.building ?? true ? "waiting" : "nothing")));
      return;
    }
    this.listEditions();
    const key = this.select.value;
    if (key.startsWith(TRANSLATION)) {
      this.bar.querySelector(".reading")?.remove();
      this.epub = false;
      await this.showTranslation(key.slice(TRANSLATION.length));
      return;
    }
    const { build, early, address, pdf, web, epub } = state.editions.find((one) => one.key === key);
    const other = this.key !== key;
    if (!epub) this.bar.querySelector(".reading")?.remove();
    if (other) {
      this.area.replaceChildren();
      [this.key, this.build, this.pages, this.pagesOf] = ["", -1, [], -1];
    }
    if (this.build === build && !other) {
      this.setEarly(early);
      return;
    }
    this.early = early;
    if (pdf) {
      // The pages that are there are drawn again at once; whether there are as many as before is said meanwhile.
      if (!other) {
        this.build = build;
        this.draw();
      }
      const answers = await Promise.all([`pages/${address}`, `outline/${address}`].map((one) => fetch(one).catch(() => null)));
      const read = await Promise.all(answers.map((one) => one?.ok && one.json().catch(() => null)));
      // Another answer may have come before this one: to the same question, for another build, or for another edition.
      const shown = this.key === key;
      if (this.select.value !== key || (shown && (this.build > build || this.pagesOf === build))) return;
      if (!read.every(Boolean)) {
        this.build = -1;
        return;
      }
      const [sizes, outline] = read;
      [this.build, this.key, this.address, this.outline] = [build, key, address, outline];
      if (!shown) this.at = null;
      this.setPages(sizes, !shown);
      this.pagesOf = build;
      this.markOnce();
      this.signMarks();
      this.markAgain();
    } else {
      [this.build, this.key, this.address] = [build, key, address];
      [this.epub, this.home] = [epub, web];
      if (other) [this.read, this.inFrame, this.scrolled, this.outline] = ["", "", 0, null];
      if (epub && other) this.readTrim();
      const frame = epub ? this.reader : web && await this.pageOfWeb();
      if (this.select.value !== key || this.build !== build) return; // somebody chose another meanwhile
      this.setFrame(frame);
    }
  }

  // -- words and where they come from

  async find(what) {
    this.still = performance.now() + 1500; // what is scrolled now shows the word, and leads nobody
    clearTimeout(this.leaves);
    const { build } = this;
    const answer = await fetch(`source/${this.address}?${new URLSearchParams(what)}`).catch(() => null);
    if (!answer?.ok) return;
    const found = await answer.json();
    showSource(found); // which may leave less room for the page
    if (found?.boxes) this.mark(found, found);
    if (this.build !== build) this.markAgain(); // it may stand elsewhere in the pages that have come meanwhile
    if (found) for (const pane of panes) if (pane !== this) pane.turnTo(found);
  }

  // Choose the last one of the words that are commented on; the first one is that of the source.
  async extend(what) {
    const answer = await fetch(`source/${this.address}?${new URLSearchParams(what)}`).catch(() => null);
    const found = answer?.ok ? await answer.json() : null;
    if (!found?.boxes || found.path !== source?.path) return;
    this.pages[found.page - 1]?.cover(found.boxes, "mark");
    offerRemark(found);
  }

  // Mark a word, which is printed for a place of a file.
  mark(word, at, follow = true) {
    for (const page of this.pages) page.clear(".mark");
    [this.word, this.at] = [word, at];
    this.pages[word.page - 1]?.mark(word.boxes, follow, word.picture ? "mark of-picture" : "mark");
    this.tellPlace();
  }

  // Turn to the text at a place of a file; say whether it is in this edition.
  async turnTo(at, own = {}) {
    if (!this.address) return this.turnToBlock(at.path, at.line);
    const found = await this.printed(at, own);
    if (!found) return false;
    if (found.boxes) this.mark(found, found.at);
    else this.showInFrame(found);
    return true;
  }

  // Return where the text at a place of a file is shown; `version` says of which text of the file it is a place.
  async printed({ path, line, column, version = "" }, own = {}) {
    const answer = await fetch(`place/${this.address}?${new URLSearchParams({ path, line, column, version, ...own })}`).catch(() => null);
    return answer?.ok ? answer.json() : null;
  }

  // Mark the word again that was marked before a build: it may stand elsewhere, or nowhere.
  async markAgain() {
    const { at, build } = this;
    if (!at) return;
    const found = await this.printed(at);
    if (this.at !== at || this.build !== build) return;
    if (found?.boxes) this.mark(found, found.at, false);
    else for (const page of this.pages) page.clear(".mark");
  }

  // Let the other views follow to the text that is at the top of the page.
  lead() {
    clearTimeout(this.leaves);
    if (leading !== this || panes.length < 2 || !this.pages.length || performance.now() < this.still) return;
    this.leaves = setTimeout(async () => {
      const answer = await fetch(`source/${this.address}?${new URLSearchParams({ page: this.current()?.number ?? 1, word: 0 })}`).catch(() => null);
      const found = answer?.ok ? await answer.json() : null;
      if (found && leading === this) for (const pane of panes) if (pane !== this) pane.turnTo(found);
    }, 400);
  }

  // -- a translation beside its source, block by block

  async showTranslation(locale) {
    const known = translations?.find((one) => one.locale === locale);
    if (!known) return;
    const stem = this.stem ?? (known.chapters.find(({ open }) => open) ?? known.chapters[0])?.stem;
    const [other, build] = [this.key !== TRANSLATION + locale, state.build];
    const again = !other && this.shownStem === stem;
    if (again && this.build === build) return;
    const asking = this.asking = {};
    const answer = await fetch(`translations/${locale}/${encodeURIComponent(stem)}`).catch(() => null);
    const read = answer?.ok ? await answer.json().catch(() => null) : null;
    // Another chapter, or another view, may have been chosen meanwhile; answers may come in another order than they were asked for.
    if (this.asking !== asking || this.select.value !== TRANSLATION + locale || (this.stem ?? stem) !== stem) return;
    if (!read) {
      // No chapter (404) is an answer; whatever else went wrong may go right the next time, also if no build comes.
      if (answer?.status !== 404) setTimeout(() => { if (this.asking === asking) this.update(); }, 1000);
      return;
    }
    [this.key, this.build, this.stem, this.shownStem, this.address, this.pages] = [TRANSLATION + locale, build, stem, stem, "", []];
    this.place.textContent = "";
    this.area.classList.remove("framed", "overview");
    const at = other ? 0 : this.area.scrollTop;
    const view = translationView(this, known, read);
    const shown = again ? this.area.querySelector(".translation") : null;
    if (shown) replaceView(shown, view);
    else this.area.replaceChildren(view);
    this.area.scrollTop = at;
  }

  turnToBlock(path, line) {
    const blocks = [...this.area.querySelectorAll(`[data-path="${CSS.escape(path)}"]`)].filter((one) => Number(one.dataset.line) <= line);
    const block = blocks.at(-1)?.closest("article");
    for (const made of this.area.querySelectorAll(".current")) made.classList.remove("current");
    block?.classList.add("current");
    block?.scrollIntoView({ block: "nearest" });
    return Boolean(block);
  }

  // Go to another word of the page, or of the one before or behind it.
  async step(by) {
    if (!this.pages.length) return;
    const [page, number] = this.word ? [this.word.page, this.word.number + by] : [this.current().number, 0];
    if (number < 0) await this.find({ page: Math.max(1, page - 1), word: LAST });
    else {
      await this.find({ page, word: number });
      // The last word is given where there are no more.
      if (number && this.word?.number !== number && page < this.count) await this.find({ page: page + 1, word: 0 });
    }
  }

  // Show where on the pages the problems are, once for what is printed and what is wrong.
  async markOnce() {
    const wanted = `${this.key} ${this.pagesOf} ${diagnosed}`;
    if (!this.pages.length || this.pagesOf !== this.build || this.marked === wanted) return;
    const { pages } = this;
    this.marked = wanted;
    const answer = state.diagnostics.length ? await fetch(`marks/${this.address}`).catch(() => null) : null;
    const marks = answer?.ok ? await answer.json() : [];
    if (this.marked !== wanted || this.pages !== pages) return;
    for (const page of pages) page.clear(".flag:not(.proofed), .wave:not(.proofed)");
    for (const { problem, page, boxes } of marks) if (!this.isEarly(page)) pages[page - 1]?.flag(problem, boxes);
  }

  // Show where on the pages the marks of proofs are that are to be done.
  async signMarks() {
    const wanted = `${this.key} ${this.pagesOf} ${marks.read}`;
    if (!this.pages.length || this.pagesOf !== this.build || this.signed === wanted) return;
    const { pages } = this;
    this.signed = wanted;
    const found = [];
    // Chapter by chapter: with thousands of marks that takes a while, in which other questions are answered too.
    for (const path of marks.paths) {
      const answer = await fetch(`proof/${this.address}?${new URLSearchParams({ path })}`).catch(() => null);
      if (this.signed !== wanted || this.pages !== pages) return;
      if (answer?.ok) found.push(...await answer.json());
    }
    if (this.signed !== wanted || this.pages !== pages) return;
    const signs = Map.groupBy(found.map(({ mark, ...word }) => ({ mark: marks.mark(mark), ...word })).filter(({ mark }) => mark), ({ page }) => page);
    for (const page of pages) page.sign(this.isEarly(page.number) ? [] : signs.get(page.number) ?? []);
  }

  listEditions() {
    const keys = [...state.editions.map(({ key }) => key), ...(translations ?? []).map(({ locale }) => TRANSLATION + locale)];
    if (keys.join() === [...this.select.options].map(({ value }) => value).join()) return;
    const before = [kept(`edition-${this.number}`), this.select.value];
    this.select.replaceChildren(
      ...state.editions.map(({ key, title }) => new Option(`${key.replace(" ", " · ")} · ${title}`, key)),
      ...(translations ?? []).map(({ locale }) => new Option(say("translation", { locale }), TRANSLATION + locale)),
    );
    const pdfs = state.editions.filter(({ pdf }) => pdf);
    const first = pdfs[this.number] ?? pdfs[0] ?? state.editions[0];
    this.select.value = before.find((key) => keys.includes(key)) ?? first.key;
  }

  setFrame(address) {
    this.pages = [];
    this.area.classList.toggle("framed", Boolean(address));
    this.place.textContent = "";
    if (!address) {
      this.area.replaceChildren(paragraph(say("unseen")));
      return;
    }
    const frame = this.area.querySelector("iframe") ?? document.createElement("iframe");
    frame.title = this.select.selectedOptions[0].text;
    // The reader is ours, and needs our origin for the documents that it makes; its policy lets no script of an e-book run.
    if (this.epub) frame.removeAttribute("sandbox");
    else frame.setAttribute("sandbox", "allow-scripts allow-popups");
    frame.classList.toggle("device", Boolean(this.epub));
    frame.dataset.device = this.epub ? this.device : "";
    frame.src = address;
    // As it is now: the new page says that it is read from its beginning, perhaps before it is said to be there.
    const { scrolled } = this;
    if (!this.epub) frame.addEventListener("load", () => frame.contentWindow.postMessage({ scrolled }, "*"), { once: true });
    this.ready = !this.epub;
    if (this.epub && !this.bar.querySelector(".reading")) this.bar.append(readingBar(this));
    if (!frame.isConnected) this.area.replaceChildren(frame);
  }

  // Return the address of the page of the web edition that is read, or of its first one if there is no such page any more.
  async pageOfWeb() {
    const address = (page) => `book/${page}?${this.build}`;
    const read = this.inFrame && address(this.home.replace(/[^/]*$/, this.inFrame));
    return read && (await fetch(read).catch(() => null))?.ok ? read : address(this.home);
  }

  // Learn how large a page of the book is from its PDF, if there is one in the same languages.
  async readTrim() {
    const languages = this.address.split("/")[0];
    const print = state.editions.find(({ pdf, address }) => pdf && address.split("/")[0] === languages);
    const answer = print && await fetch(`pages/${print.address}`).catch(() => null);
    const page = answer?.ok && (await answer.json()).at(1);
    if (!page) return;
    this.area.style.setProperty("--trim-width", `${(page.width * 96) / 72}px`);
    this.area.style.setProperty("--trim-height", `${(page.height * 96) / 72}px`);
  }

  // The address of the reader: what it shows, where, and how.
  get reader() {
    const { address, build, read } = this;
    return `reader?${new URLSearchParams({ edition: address, build, at: read, look: kept("look") ?? "window", size: kept("letters") ?? "100" })}`;
  }

  get device() {
    return kept("device") ?? "ereader";
  }

  get frame() {
    return this.area.querySelector("iframe");
  }

  showInFrame({ html, node, offset }) {
    const { frame } = this;
    if (!frame) return;
    const tell = () => frame.contentWindow.postMessage({ html, node, offset }, this.epub ? location.origin : "*");
    if (this.epub) {
      if (this.ready) tell();
      else this.whenReady = tell;
      return;
    }
    if (this.inFrame === html) {
      tell();
      return;
    }
    frame.addEventListener("load", tell, { once: true });
    this.inFrame = html;
    frame.src = `book/${this.home.replace(/[^/]*$/, html)}?${this.build}`;
  }

  // Take the pages of a new build; those that are there keep their pictures until theirs have changed.
  setPages(sizes, other) {
    this.count = sizes.length;
    const same = !other && this.pages.length === sizes.length && sizes.every(({ width, height }, index) =>
      this.pages[index].points[0] === width && this.pages[index].points[1] === height);
    if (same) {
      sizes.forEach(({ label }, index) => { this.pages[index].label = label || String(index + 1); });
      this.draw();
      this.tellPlace();
    } else {
      const at = other ? 0 : this.area.scrollTop / Math.max(1, this.area.scrollHeight);
      this.seen.disconnect();
      this.scale = 0;
      this.marked = this.signed = "";
      this.pages = sizes.map((one, index) => new Page(this, index + 1, one));
      this.arrange();
      this.area.scrollTop = at * this.area.scrollHeight;
    }
    showSidebar();
  }

  // Draw the pages again, those that are seen first.
  draw() {
    const seen = (this.current()?.number ?? 1) - 1;
    for (const { picture } of this.pages.slice(seen)) picture.draw();
    for (const { picture } of this.pages.slice(0, seen).reverse()) picture.draw();
  }

  // Lay the pages out in the chosen view.
  arrange() {
    if (!this.pages.length) return;
    this.area.classList.remove("framed");
    this.area.classList.toggle("overview", view === "overview");
    const place = this.readPlace();
    [this.across] = this.fit();
    this.area.replaceChildren(...rows(this.pages, this.across).map((row) => {
      const spread = made("div", { className: "spread", dir: this.outline?.right_to_left ? "rtl" : "ltr" });
      spread.append(...row.map(({ leaf }) => leaf));
      return spread;
    }));
    this.scale = 0;
    this.resize(place);
    for (const { image } of this.pages) this.seen.observe(image);
  }

  fit() {
    return fitted(view, Boolean(this.outline?.facing), this.pages, [this.area.clientWidth, this.area.clientHeight], panes.length > 1);
  }

  // Make the pages as large as is chosen, or as there is room for, and stay at the place that is read.
  resize(place = null) {
    if (!this.pages.length || !this.area.clientHeight) return;
    const [across, fit] = this.fit();
    if (across !== this.across) {
      this.arrange();
      return;
    }
    const scale = zoom ?? fit;
    if (scale === this.scale) return;
    const { page, share } = place ?? this.readPlace();
    this.scale = scale;
    for (const one of this.pages) one.resize(scale);
    const { top } = this.area.getBoundingClientRect();
    const box = page.image.getBoundingClientRect();
    // The top of a page has some space before it.
    this.area.scrollTop += share > 0.02 ? box.top + share * box.height - top : box.top - top - AROUND;
    tellZoom();
    this.tellPlace();
  }

  // Return the page that is read, and how much of it is above what is seen.
  readPlace() {
    const page = this.current() ?? this.pages[0];
    const box = page.image.getBoundingClientRect();
    const above = this.area.getBoundingClientRect().top - box.top;
    return { page, share: this.scale && box.height ? Math.max(0, above) / box.height : 0 };
  }

  // Return the page at the top of what is seen.
  current() {
    const top = this.area.getBoundingClientRect().top + 40;
    return this.pages.find(({ image }) => image.isConnected && image.getBoundingClientRect().bottom > top);
  }

  // Go to an entry of the side bar.
  goTo({ page, href }) {
    if (href) this.frame?.contentWindow.postMessage({ go: href }, location.origin);
    else this.pages[page - 1]?.image.closest(".spread").scrollIntoView({ block: "start", inline: "center" });
    if (isNarrow()) toggleSidebar(false);
  }

  turn(by) {
    if (this.epub && this.frame) {
      this.frame.contentWindow.postMessage({ turn: by }, location.origin);
      return;
    }
    const spreads = [...this.area.querySelectorAll(".spread")];
    const at = spreads.indexOf(this.current()?.image.closest(".spread"));
    spreads[Math.max(0, Math.min(spreads.length - 1, at + by))]?.scrollIntoView({ block: "start" });
  }

  tellPlace() {
    const page = this.current();
    if (page) this.place.textContent = say("page", { label: page.label, number: page.number, count: this.count });
    sidebar.mark(this);
  }
}

// -- e-books: on which device they are shown, and how -----------------------------------------------------------------

const readingBar = (pane) => {
  const choice = (name, key, start, options, changed) => {
    const select = made("select", {}, ...options.map(([value, text]) => new Option(text, value)));
    select.value = kept(key) ?? start;
    select.addEventListener("change", () => {
      kept(key, select.value);
      changed(select.value);
    });
    return made("label", {}, made("span", { textContent: say(name) }), " ", select);
  };
  const restyle = () => pane.setFrame(pane.reader);
  return made("div", { className: "reading" },
    choice("device", "device", "ereader", [["phone", say("phone")], ["ereader", say("ereader")], ["paper", say("paper")], ["whole", say("whole")]],
      (device) => { pane.frame.dataset.device = device; }),
    choice("look", "look", "window", [["window", say("window")], ["light", say("light")], ["dark", say("dark")], ["sepia", say("sepia")]], restyle),
    choice("letters", "letters", "100", ["100", "150", "200"].map((size) => [size, `${size} %`]), restyle));
};

// -- translations ----------------------------------------------------------------------------------------------------

let readingTranslations = null;

const readTranslations = async () => {
  const reading = readingTranslations = {};
  const answer = await fetch("translations").catch(() => null);
  const read = answer?.ok ? await answer.json() : translations;
  if (readingTranslations === reading) translations = read;
};

// Return a view of a chapter: each block of the source beside its translation.
const translationView = (pane, { locale, chapters }, { source, translation, source_tag, tag, blocks }) => {
  const choice = made("select", {}, ...chapters.map(({ stem, share, open }) =>
    new Option(say("chapter", { stem, share: Math.floor(share * 100), open }), stem, false, stem === pane.stem)));
  choice.addEventListener("change", () => {
    pane.stem = choice.value;
    pane.showTranslation(locale);
  });
  const open = made("input", { type: "checkbox", checked: kept("open") === "1" });
  const view = made("div", { className: "translation" });
  const filter = () => view.classList.toggle("open-only", open.checked);
  open.addEventListener("change", () => {
    kept("open", open.checked ? "1" : "0");
    filter();
  });
  filter();
  view.append(made("div", { className: "bar" },
    made("label", {}, made("span", { textContent: say("of") }), " ", choice),
    made("label", { className: "check" }, open, " ", made("span", { textContent: say("only_open") })),
    made("p", { role: "status" })));
  for (const block of blocks) {
    const go = (path, line, column) => {
      const button = made("button", { type: "button", className: "where", textContent: `${path}:${line}:${column}` });
      button.dataset.path = path;
      button.dataset.line = line;
      button.addEventListener("click", () => showPlace({ path, line, column }, pane));
      return button;
    };
    const places = [];
    if (block.line) places.push(go(source, block.line, block.column));
    if (block.target_line) places.push(go(translation, block.target_line, block.target_column));
    const article = made("article", { className: block.status },
      made("header", {}, made("strong", { textContent: say(block.status) }), ...places),
      made("div", { className: "pair" },
        made("p", { lang: source_tag, dir: "auto" }, ...block.source.map(([how, text]) =>
          how === "kept" ? text : made(how === "in" ? "ins" : "del", { textContent: text }))),
        made("p", { lang: tag, dir: "auto", textContent: block.translation || say("untranslated") })));
    const notes = [...block.facts.map(([words, printed]) => say("prints", { words, printed })), ...block.terms];
    if (notes.length) article.append(made("ul", {}, ...notes.map((textContent) => made("li", { textContent }))));
    if (block.line && block.target_line && block.status !== "done") {
      const button = made("button", { type: "button", className: "record", textContent: say("record") });
      button.addEventListener("click", async () => {
        button.disabled = true;
        const { line, column } = block;
        const question = new URLSearchParams({ locale, stem: pane.stem, line, column });
        const answer = await fetch(`record?${question}`, { method: "POST" }).catch(() => null);
        if (!answer?.ok) button.textContent = say("unrecorded");
        else {
          const at = [...view.querySelectorAll("article")].indexOf(article);
          pane.build = -1;
          await readTranslations();
          await pane.showTranslation(locale);
          tellRecorded(pane, at);
        }
      });
      article.append(button);
    }
    view.append(article);
  }
  return view;
};

// Put a newer view of the same chapter in place of the shown one: what was said last, and the focus, stay.
const replaceView = (shown, view) => {
  const focused = document.activeElement;
  const controls = (one) => [...one.querySelectorAll("button, input, select")];
  const articles = (one) => [one.querySelector(".bar"), ...one.querySelectorAll("article")];
  const at = articles(shown).findIndex((one) => one.contains(focused));
  const control = at < 0 ? -1 : controls(articles(shown)[at]).indexOf(focused);
  view.querySelector("[role=status]").replaceWith(shown.querySelector("[role=status]"));
  shown.replaceWith(view);
  if (at >= 0) (controls(articles(view)[at] ?? view)[control] ?? view.parentElement).focus();
};

// Say that a block was recorded, and go on with the next one that is to be done.
const tellRecorded = (pane, at) => {
  pane.area.querySelector(".translation [role=status]").textContent = say("recorded");
  const behind = [...pane.area.querySelectorAll("article")].slice(at);
  const next = behind.find((one) => one.querySelector(".record"))?.querySelector(".record");
  (next ?? pane.area).focus();
};

const paragraph = (text, name = "") => {
  const made = document.createElement("p");
  made.textContent = text;
  made.className = name;
  return made;
};

// -- problems --------------------------------------------------------------------------------------------------------

const SEVERITIES = ["error", "warning", "notice"];
const SIGNS = { error: "✖", warning: "▲", notice: "ⓘ" };

// Each kind of problems, the most frequent first: it leads to the first of them, and all of them can be mended at once.
const kindOfProblems = ({ code, text, advice, fix, first }) => {
  const item = document.createElement("li");
  const { path, line, column } = state.diagnostics[first];
  const kind = made("button", { type: "button", className: "kind", disabled: !line }, text);
  kind.addEventListener("click", () => {
    showPlace({ path, line, column });
    element("found").children[first]?.scrollIntoView({ block: "nearest" });
  });
  item.append(kind);
  if (advice) item.append(paragraph(advice));
  if (fix) {
    const button = made("button", { type: "button" }, say("fix_all"));
    button.addEventListener("click", () => post(button, `mend?${new URLSearchParams({ code })}`));
    item.append(button);
  }
  return item;
};

const showProblems = () => {
  const { diagnostics } = state;
  element("todo").replaceChildren(...state.todo.map(kindOfProblems));
  element("todo").hidden = !state.todo.length;
  const button = element("show-problems");
  const counts = SEVERITIES.map((one) => [one, diagnostics.filter(({ severity }) => severity === one).length]).filter(([, count]) => count);
  element("count").replaceChildren(...counts.map(([severity, count]) => made("span", { className: `count ${severity}` }, SIGNS[severity], ` ${count}`)));
  button.setAttribute("aria-label", [say("problems"), ...counts.map(([severity, count]) => `${say(severity)}: ${count}`)].join(", "));
  button.className = counts[0]?.[0] ?? "";
  element("nothing").hidden = diagnostics.length > 0;
  const before = document.activeElement.closest("#found li");
  const at = before && [...before.querySelectorAll("button")].indexOf(document.activeElement);
  element("found").replaceChildren(...diagnostics.map(({ place, path, line, column, severity, message, hint, code, fix }, problem) => {
    const item = document.createElement("li");
    const where = Object.assign(document.createElement("button"), { type: "button", className: "where", textContent: place });
    where.disabled = !line;
    where.addEventListener("click", () => showPlace({ path, line, column }));
    const kind = Object.assign(document.createElement("span"), { className: severity, textContent: say(severity) });
    item.append(where, kind, `: ${message} [${code}]`);
    if (hint) item.append(paragraph(`${say("hint")}: ${hint}`));
    if (fix) {
      const button = Object.assign(document.createElement("button"), { type: "button", textContent: say("fix") });
      button.addEventListener("click", () => repair(button, problem, place));
      item.append(button);
    }
    return item;
  }));
  // Who is at a problem stays there while it is still one.
  const same = before && [...element("found").children].find(({ textContent }) => textContent === before.textContent);
  same?.querySelectorAll("button")[at]?.focus();
};

const toggleProblems = (open = element("problems").hidden) => {
  if (open) element("problems").hidden = false;
  else hide(element("problems"), element("show-problems"));
  element("show-problems").setAttribute("aria-expanded", String(open));
  for (const pane of panes) pane.resize();
  element("excerpt").querySelector("mark")?.scrollIntoView({ block: "nearest" }); // it may have less room
};

// -- the source ------------------------------------------------------------------------------------------------------

let source = null;

const origin = (found) => {
  if (!found) return say("nowhere");
  if (found.picture) return say("picture");
  if (!found.word) return "";
  return found.made ? say("generated", found) : say("from", found);
};

const showSource = (found) => {
  source = found;
  const panel = element("source");
  const opens = panel.hidden;
  panel.hidden = false;
  element("source-place").textContent = found ? [found.path, found.line, ...(found.column ? [found.column] : [])].join(":") : say("source");
  element("source-word").textContent = origin(found);
  element("defined").hidden = !found?.defined;
  if (found?.defined) element("defined").textContent = say("defined", found.defined);
  element("edit").hidden = !(found?.address || found?.opens);
  element("excerpt").replaceChildren(...(found?.excerpt ?? []).map(([line, text]) => {
    const item = document.createElement("li");
    item.dataset.line = line;
    if (line !== found.line) {
      item.textContent = text;
      return item;
    }
    item.setAttribute("aria-current", "true");
    const letters = [...text];
    const start = Math.max(0, found.column - 1); // 0 is the whole line
    const behind = letters.slice(start).join("");
    const length = Math.max(1, behind.search(/[\s\]]|$/));
    const mark = document.createElement("mark");
    mark.textContent = behind.slice(0, length);
    item.append(letters.slice(0, start).join(""), mark, behind.slice(length));
    return item;
  }));
  offerRemark(found);
  panel.querySelector("mark")?.scrollIntoView({ block: "center" });
  if (opens) for (const pane of panes) pane.resize();
};

// -- comments on words of the pages

let remarkEnd = null;

// Offer to comment on the words from that of the source to another one; on nothing that a template has made.
const offerRemark = (end) => {
  const can = Boolean(source?.word) && !source.made && source.path.startsWith("chapters/");
  element("remark").hidden = !can;
  if (!can) return;
  remarkEnd = end;
  const words = end === source ? source.word : `${source.word} … ${end.word}`;
  element("remark-label").textContent = say("comment_on", { words });
};

element("remark").addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = element("remark-text").value.trim();
  if (!source || !remarkEnd || !text) return;
  const place = ({ path, line, column, version }) => ({ path, line, column, version });
  const [kept, told] = await marks.comment(place(source), place(remarkEnd), text);
  if (kept) element("remark-text").value = "";
  if (told) element("source-word").textContent = told;
});

const closeSource = () => {
  hide(element("source"), (active ?? panes[0]).select);
  for (const pane of panes) pane.resize();
};

// Return what stands at a place of a file; `version` says of which text of the file it is a place.
const read = async ({ path, line, column, version = "" }) => {
  const { address } = state.editions[0] ?? {};
  const answer = address && await fetch(`source/${address}?${new URLSearchParams({ path, line, column, version })}`).catch(() => null);
  return answer?.ok ? answer.json() : null;
};

// Show a place in its file.
const readSource = async (at) => {
  const found = await read(at);
  if (found) showSource(found);
};

// Show the source again after an edit: its text, and where the place that is shown stands now.
const readSourceAgain = async () => {
  const before = source;
  if (!before?.version || element("source").hidden) return;
  const found = await read(before);
  if (!found || source !== before || JSON.stringify(found.excerpt) === JSON.stringify(before.excerpt)) return;
  const { word, made: generated, defined } = before;
  const top = element("excerpt").scrollTop;
  showSource({ ...found, word, made: generated, defined: found.defined ?? defined });
  if (found.line === before.line) element("excerpt").scrollTop = top;
};

// Show the place of a problem: in its file, and in the pages.
const showPlace = async (at, from = null) => {
  await readSource(at);
  turnTo(at, from);
};

const post = async (button, address) => {
  button.disabled = true;
  const answer = await fetch(address, { method: "POST" }).catch(() => null);
  if (!answer?.ok) button.textContent = say("unfixed");
};

const repair = (button, problem, place) => post(button, `fix?${new URLSearchParams({ problem, place })}`);

const edit = async () => {
  if (source?.address) location.href = source.address;
  else if (source?.opens) {
    const { path, line, column } = source;
    const answer = await fetch(`open?${new URLSearchParams({ path, line, column })}`, { method: "POST" }).catch(() => null);
    if (!answer?.ok) element("source-word").textContent = say("unopened");
  }
};

// An editor has asked for a place: turn to it, in another edition if it is not in those that are seen.
let asked = null;

const turnTo = async (at, from = null) => {
  const others = panes.filter((pane) => pane !== from);
  const found = await Promise.all(others.map((pane) => pane.turnTo(at, OWN)));
  for (const [index, pane] of others.entries()) if (!found[index] && (from || found.includes(true))) pane.turnTo(at);
  if (found.includes(true) || from) return found.includes(true);
  for (const { key, address, pdf } of state.editions) {
    if (!pdf) continue;
    const answer = await fetch(`place/${address}?${new URLSearchParams({ ...at, ...OWN })}`).catch(() => null);
    if (!answer?.ok || !(await answer.json())) continue;
    panes[0].select.value = key;
    kept("edition-0", key);
    await panes[0].update();
    const turned = await panes[0].turnTo(at);
    follow();
    return turned;
  }
  return false;
};

const marks = new Marks({
  turnTo,
  changed: () => { for (const pane of panes) pane.signMarks(); },
  resized: () => { for (const pane of panes) pane.resize(); },
});

element("close-source").addEventListener("click", closeSource);
element("edit").addEventListener("click", edit);
element("defined").addEventListener("click", () => readSource(source.defined));
addEventListener("message", ({ source: from, data }) => {
  const pane = panes.find(({ frame }) => frame && frame.contentWindow === from);
  if (!pane || !data) return;
  if (data.ready) {
    pane.ready = true;
    pane.whenReady?.();
    pane.whenReady = null;
  }
  if (typeof data.at === "string") [pane.read, pane.atHref] = [data.at, data.href];
  if (Array.isArray(data.toc)) pane.outline = { chapters: data.toc };
  if (pane.epub && (data.toc || data.at)) showSidebar();
  if (typeof data.page === "string" && !pane.epub) [pane.inFrame, pane.scrolled] = [data.page, Number(data.scrolled) || 0];
  if (typeof data.html !== "string") return;
  pane.inFrame = data.html;
  const { html } = data;
  pane.find("picture" in data ? { html, picture: Number(data.picture) } : { html, node: Number(data.node), offset: Number(data.offset) });
});

// -- the state -------------------------------------------------------------------------------------------------------

const show = async (next) => {
  state = next;
  const diagnosedNow = JSON.stringify(state.diagnostics);
  if (diagnosedNow !== diagnosed) {
    diagnosed = diagnosedNow;
    showProblems();
  }
  readSourceAgain();
  const [{ title } = {}] = state.editions;
  document.title = title ? `${title} – ${say("preview")}` : say("preview");
  element("status").textContent = state.building ? say("building") : say(state.failed || state.draft ? "failed" : "made", { seconds: state.seconds.toFixed(1) });
  element("banner").hidden = !state.failed && !state.draft;
  element("banner").textContent = say(state.draft ? "draft" : state.editions.length ? "stale" : "nothing");
  if (!state.building) {
    marks.load();
    const read = readTranslations().then(() => { for (const pane of panes) pane.update(); });
    if (!translations) await read;
  }
  const updates = panes.map((pane) => pane.update().then(() => pane.markOnce()));
  follow();
  const { at } = state;
  if (state.asked === asked || (at && !state.editions.length)) return;
  ({ asked } = state);
  if (!at) return;
  await Promise.all(updates);
  turnTo(at);
};

const bar = divider(element("panes"));

const setPanes = (count) => {
  while (panes.length > count) panes.pop().remove();
  while (panes.length < count) panes.push(new Pane(panes.length));
  if (count > 1) panes[1].section.before(bar);
  else bar.remove();
  stack();
  for (const pane of panes) {
    pane.update();
    pane.arrange();
  }
  activate(panes.includes(active) ? active : panes[0]);
  follow();
};

// Panes stand one above the other where they would be too narrow beside one another.
const stack = () => {
  const stacked = element("panes").clientWidth < 36 * parseFloat(getComputedStyle(document.documentElement).fontSize);
  element("panes").classList.toggle("stacked", stacked);
  bar.setAttribute("aria-orientation", stacked ? "horizontal" : "vertical");
};
new ResizeObserver(stack).observe(element("panes"));

const setView = (name) => {
  view = element("view").value = name;
  kept("view", name);
  for (const pane of panes) pane.arrange();
  tellZoom();
};

// -- the size of the pages: as large as there is room for, until somebody chooses

const setZoom = (scale) => {
  zoom = scale;
  kept("zoom", scale ?? "");
  for (const pane of panes) pane.resize();
  tellZoom();
};

const zoomBy = (larger) => setZoom(stepped(active?.scale || 1, larger));

function tellZoom() {
  const fit = element("fit");
  fit.setAttribute("aria-pressed", String(!zoom));
  fit.textContent = zoom ? `${Math.round(zoom * 100)} %` : say("fit");
}

// -- the side bar, which shows what the pane has that was used last

const closeDrawer = () => {
  toggleSidebar(false);
  element("show-sidebar").focus();
};

const isNarrow = () => matchMedia("(max-width: 45rem)").matches;

function activate(pane) {
  if (active === pane) return;
  active = pane;
  showSidebar();
}

function showSidebar() {
  if (active) sidebar.show(active);
}

function toggleSidebar(open = element("sidebar").hidden) {
  if (open) element("sidebar").hidden = false;
  else hide(element("sidebar"), element("show-sidebar"));
  element("show-sidebar").setAttribute("aria-expanded", String(open));
  if (!isNarrow()) kept("sidebar", open ? "1" : "0");
  for (const pane of panes) pane.resize();
  if (!open) return;
  showSidebar();
  if (isNarrow()) element("sidebar").querySelector("[aria-current], button, [tabindex]")?.focus();
}

toggleSidebar(!isNarrow() && kept("sidebar") !== "0");
element("show-sidebar").addEventListener("click", () => toggleSidebar());
matchMedia("(max-width: 45rem)").addEventListener("change", ({ matches }) => toggleSidebar(!matches && kept("sidebar") !== "0"));

element("view").value = view;
element("view").addEventListener("change", ({ target }) => setView(target.value));
element("smaller").addEventListener("click", () => zoomBy(false));
element("larger").addEventListener("click", () => zoomBy(true));
element("fit").addEventListener("click", () => setZoom(null));
tellZoom();
element("beside").checked = kept("beside") === "2";
element("beside").addEventListener("change", ({ target }) => {
  kept("beside", target.checked ? "2" : "1");
  setPanes(target.checked ? 2 : 1);
});
element("show-problems").addEventListener("click", () => toggleProblems());
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  // In a select the arrows up and down change the choice; those to the sides turn pages, as everywhere.
  const turns = event.key === "ArrowLeft" || event.key === "ArrowRight";
  if (event.target.closest("select") && !turns) return;
  if (event.target.closest("textarea, input:not([type=checkbox])") && event.key !== "Escape") return;
  const pane = panes.find(({ section }) => section.contains(document.activeElement)) ?? active ?? panes[0];
  const action = {
    ArrowRight: () => pane.turn(1), ArrowLeft: () => pane.turn(-1),
    "+": () => zoomBy(true), "-": () => zoomBy(false), 0: () => setZoom(null),
    1: () => setView("single"), 2: () => setView("spreads"), 3: () => setView("overview"), 4: () => setView("fitted"),
    p: () => toggleProblems(), m: () => marks.toggle(), j: () => marks.step(1), k: () => marks.step(-1),
    a: () => marks.decideCurrent("accept"), r: () => marks.decideCurrent("reject"), u: () => marks.undo(), c: () => toggleSidebar(),
    ".": () => pane.step(1), ",": () => pane.step(-1),
    e: edit, Escape: () => (isNarrow() && !element("sidebar").hidden ? closeDrawer() : closeSource()),
  }[event.key];
  if (!action) return;
  event.preventDefault();
  action();
});


// -- what the preview is told: which editions are looked at, for they are made first ------------------------------------

let events = null;
let followed = null;

function follow() {
  const shown = new URLSearchParams(panes.map(({ select }) => select.value).filter((key) => key && !key.startsWith(TRANSLATION)).map((key) => ["shown", key])).toString();
  if (shown === followed) return;
  followed = shown;
  events?.close();
  // What an editor asks for between two connections is not to be missed.
  events = new EventSource(`events?${shown}${asked === null ? "" : `&asked=${asked}`}`);
  events.addEventListener("state", ({ data }) => show(JSON.parse(data)));
  events.addEventListener("error", () => {
    element("banner").hidden = false;
    element("banner").textContent = say("lost");
  });
}

setPanes(kept("beside") === "2" ? 2 : 1);
