// The marks of proofs: a list in which each is decided, and a sign for each at its words on the pages. What people have
// written in a mark is text of the page, never HTML.

import { element, hide, made, say } from "./dom.js";

const KINDS = {
  comment: say("kind_comment"), highlight: say("kind_highlight"), delete: say("kind_delete"), insert: say("kind_insert"),
  replace: say("kind_replace"), format: say("kind_format"), move: say("kind_move"),
};
const UNDONE = ["open", "accepted"];
const YEAR = 31536000;

// Send something that is to be done; return what came of it, or null with what went wrong.
const act = async (address, body) => {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(address, { method: "POST", headers, body: JSON.stringify(body) }).catch(() => null);
  if (answer?.ok) return [await answer.json(), ""];
  const why = answer ? await answer.text() : "";
  return [null, why === "outdated" ? say("outdated_mark") : say("unwritten")];
};

// The name of who decides, which the browser keeps for all previews of this machine.
const person = {
  get kept() {
    const found = document.cookie.split("; ").find((one) => one.startsWith("person="));
    try {
      return found ? decodeURIComponent(found.slice(7)) : "";
    } catch {
      return ""; // another program of this machine may have set it
    }
  },
  keep: (name) => { document.cookie = `person=${encodeURIComponent(name)}; Max-Age=${YEAR}; Path=/; SameSite=Strict`; },
};

const paragraph = (className, ...children) => made("p", { className, dir: "auto" }, ...children);

export class Marks {
  // `turnTo` shows a place of a file on the pages and says whether it is there, `changed` is called when there are others.
  constructor({ turnTo, changed, resized }) {
    Object.assign(this, { turnTo, changed, resized, marks: [], versions: {}, current: "", drafts: new Map(), read: "" });
    [this.panel, this.list, this.status] = ["marks", "mark-list", "mark-status"].map(element);
    element("show-marks").addEventListener("click", () => this.toggle());
    element("undo").addEventListener("click", () => this.undo());
    for (const id of ["mark-author", "mark-kind", "only-undone"]) element(id).addEventListener("change", () => this.show());
    element("person").value = person.kept;
    element("person").addEventListener("change", ({ target }) => person.keep(target.value.trim()));
  }

  // Read the marks as they are now. Who waits for an answer that a later one has overtaken waits for the later one.
  load() {
    const loading = this.ask().then((text) => (this.loading === loading ? this.take(text) : this.loading));
    this.loading = loading;
    return loading;
  }

  async ask() {
    const answer = await fetch("proof").catch(() => null);
    return answer?.ok ? answer.text() : this.read;
  }

  take(text) {
    if (text === this.read) return;
    this.read = text;
    const read = JSON.parse(text);
    Object.assign(this, { marks: read.marks, versions: read.versions });
    if (!element("person").value) element("person").value = read.person;
    element("undo").disabled = !read.undo;
    this.undone = this.marks.filter(({ state, answers }) => UNDONE.includes(state) && !answers).length;
    element("mark-count").textContent = this.undone || "";
    this.choices();
    this.show();
    this.changed();
  }

  choices() {
    const fill = (id, first, options) => {
      const select = element(id);
      const before = select.value;
      select.replaceChildren(new Option(first, ""), ...options.map(([value, text]) => new Option(text, value)));
      if (options.some(([value]) => value === before)) select.value = before;
    };
    const names = [...new Set(this.marks.map(({ author }) => author).filter(Boolean))].sort();
    fill("mark-author", say("everybody"), names.map((name) => [name, name]));
    const kinds = [...new Set(this.marks.map(({ kind }) => kind))];
    fill("mark-kind", say("every_kind"), kinds.map((kind) => [kind, KINDS[kind]]));
  }

  // The chapters with marks that are to be done.
  get paths() {
    return [...new Set(this.marks.filter(({ state, start }) => start && UNDONE.includes(state)).map(({ start }) => start.file))];
  }

  // The marks that are listed; answers stand with what they answer.
  get shown() {
    const [author, kind, open] = [element("mark-author").value, element("mark-kind").value, element("only-undone").checked];
    const ids = new Set(this.marks.map(({ id }) => id));
    return this.marks.filter((one) => !ids.has(one.answers) && (!author || one.author === author) &&
      (!kind || one.kind === kind) && (!open || UNDONE.includes(one.state)));
  }

  show() {
    if (this.panel.hidden) return;
    const { shown } = this;
    const focused = document.activeElement.closest?.("#mark-list [data-mark]");
    const at = focused && [...focused.querySelectorAll("button, textarea")].indexOf(document.activeElement);
    const place = focused && [...this.list.querySelectorAll("[data-mark]")].indexOf(focused);
    const selection = [document.activeElement.selectionStart, document.activeElement.selectionEnd];
    const byId = new Map(shown.map((one) => [one.id, one]));
    const listed = new Set();
    const items = [];
    for (const one of shown) {
      if (listed.has(one.id)) continue;
      const group = this.group(one, byId);
      for (const { id } of group) listed.add(id);
      const cards = group.map((mark) => this.card(mark));
      items.push(group.length === 1 ? made("li", {}, ...cards)
        : made("li", { className: "conflict" }, paragraph("", say("contradict")), made("div", { className: "sides" }, ...cards)));
    }
    this.list.replaceChildren(...items);
    element("no-marks").hidden = items.length > 0;
    this.point();
    if (!focused) return;
    const same = this.cardOf(focused.dataset.mark);
    const control = same?.querySelectorAll("button, textarea")[at];
    if (control?.tagName === "TEXTAREA") {
      control.focus();
      control.setSelectionRange(...selection);
    } else if (same) (control ?? same).focus();
    else ([...this.list.querySelectorAll("[data-mark]")][place] ?? this.panel).focus();
  }

  // The marks that contradict one another, directly or over others.
  group(one, byId) {
    const found = [one];
    for (const { conflicts } of found) {
      for (const id of conflicts) if (byId.has(id) && !found.includes(byId.get(id))) found.push(byId.get(id));
    }
    return found;
  }

  card(mark) {
    const { id, state, sentence, hint, start, source, words, comment, kind, decisions } = mark;
    const where = made("button", { type: "button", className: "where" }, start ? `${start.file}:${start.line}` : say("unplaced"));
    where.disabled = !start;
    where.addEventListener("click", () => this.select(id));
    const card = made("article", { tabIndex: -1, className: state }, where, made("span", { className: "state" }, mark.state_said),
      paragraph("sentence", sentence));
    card.dataset.mark = id;
    card.setAttribute("aria-label", sentence);
    if (words.quote || words.before || words.after) {
      const quote = kind === "delete" || kind === "replace" ? made("del", {}, words.quote) : made("mark", {}, words.quote);
      const inserted = kind === "insert" || kind === "replace" ? [kind === "replace" ? " " : "", made("ins", {}, mark.new)] : [];
      card.append(paragraph("quote", words.before, ...(words.quote ? [quote] : []), ...inserted, words.after));
    }
    if (comment && !sentence.includes(comment)) card.append(paragraph("", comment));
    else if (hint) card.append(paragraph("hint", hint));
    if (source) {
      const translated = made("button", { type: "button", className: "where" }, mark.source_said);
      translated.addEventListener("click", () => this.turn(id, source));
      card.append(made("p", {}, translated));
    }
    const said = [
      ...this.marks.filter(({ answers }) => answers === id).map(({ author, comment: text }) => (author ? `${author}: ${text}` : text)),
      ...decisions.map(({ said: what, text }) => (text ? `${what}: ${text}` : what)),
    ];
    if (said.length) card.append(made("ul", {}, ...said.map((text) => made("li", { dir: "auto" }, text))));
    card.append(...this.does(mark));
    card.addEventListener("focusin", () => { if (this.current !== id) this.select(id, { stays: true }); });
    return card;
  }

  // What can be done with a mark.
  does({ id, state }) {
    const does = made("div", { className: "does" });
    const button = (text, what) => {
      const one = made("button", { type: "button" }, text);
      one.addEventListener("click", () => this.decide(id, what));
      return one;
    };
    const text = made("textarea", { rows: 1, maxLength: 10000, dir: "auto", value: this.drafts.get(id) ?? "" });
    text.setAttribute("aria-label", say("answer_text"));
    text.placeholder = say("answer_text");
    text.addEventListener("input", () => this.drafts.set(id, text.value));
    if (UNDONE.includes(state)) does.append(button(say("accept"), "accept"), button(say("reject"), "reject"), button(say("done_with"), "close"));
    else does.append(button(say("reopen"), "reopen"));
    return [does, made("div", { className: "does" }, text, button(say("answer"), "answer"))];
  }

  cardOf(id) {
    return id ? this.list.querySelector(`[data-mark="${CSS.escape(id)}"]`) : null;
  }

  mark(id) {
    return this.marks.find((one) => one.id === id);
  }

  // Turn to a mark, in the list and on the pages.
  async select(id, { stays = false } = {}) {
    this.current = id;
    this.point();
    const card = this.cardOf(id);
    if (!stays && card) {
      card.scrollIntoView({ block: "nearest" });
      if (!card.contains(document.activeElement)) card.focus();
    }
    const { start } = this.mark(id) ?? {};
    if (start) await this.turn(id, start);
  }

  // Turn to a place on the pages that a mark is about.
  async turn(id, { file, line, column }) {
    const found = await this.turnTo({ path: file, line, column, version: this.versions[file] ?? "" });
    if (this.current === id && !found) this.tell(say("unseen_mark"));
  }

  point() {
    this.list.querySelector("[aria-current]")?.removeAttribute("aria-current");
    this.cardOf(this.current)?.setAttribute("aria-current", "true");
  }

  step(by) {
    this.toggle(true);
    const cards = [...this.list.querySelectorAll("[data-mark]")];
    if (!cards.length) return;
    const at = cards.findIndex(({ dataset }) => dataset.mark === this.current);
    const to = at < 0 ? (by > 0 ? 0 : cards.length - 1) : Math.max(0, Math.min(cards.length - 1, at + by));
    this.select(cards[to].dataset.mark);
  }

  tell(text) {
    this.status.textContent = text;
  }

  // Return who decides; who has no name yet comes to where it is written.
  who() {
    const name = element("person").value.trim();
    if (name) return name;
    this.toggle(true);
    this.tell(say("nameless"));
    element("person").focus();
    return "";
  }

  async decide(id, what) {
    const mark = this.mark(id);
    const by = mark && this.who();
    if (!by || this.acting) return;
    const text = (this.drafts.get(id) ?? "").trim();
    if (what === "answer" && !text) {
      this.cardOf(id)?.querySelector("textarea").focus();
      return;
    }
    this.acting = true;
    const [done, problem] = await act("decide", { mark: id, what, by, text, state: mark.state });
    this.acting = false;
    if (done) this.drafts.delete(id);
    const written = what === "accept" && mark.plain && done && !done.problems.length;
    await this.load();
    this.tell(problem || done.problems.join(" ") || say(written ? "in_chapter" : "kept"));
  }

  // Decide about the mark that one is at, by a key.
  async decideCurrent(what) {
    const mark = !this.panel.hidden && this.cardOf(this.current) && this.mark(this.current);
    if (!mark || !UNDONE.includes(mark.state)) return;
    const cards = [...this.list.querySelectorAll("[data-mark]")];
    const next = cards[cards.findIndex(({ dataset }) => dataset.mark === mark.id) + 1]?.dataset.mark;
    await this.decide(mark.id, what);
    if (next && !this.cardOf(mark.id)) this.select(next);
  }

  async undo() {
    if (this.acting || element("undo").disabled) return;
    this.toggle(true);
    this.acting = true;
    const [done, problem] = await act("undo", {});
    this.acting = false;
    await this.load();
    this.tell(problem || say("undone"));
    if (done && this.cardOf(done.mark)) this.select(done.mark);
  }

  // Keep a comment on words; return whether it is kept, and what is to be told.
  async comment(start, end, text) {
    const by = this.who();
    if (!by) return [false, ""];
    const [done, problem] = await act("comment", { start, end, by, text });
    await this.load();
    return [Boolean(done), problem || say("commented")];
  }

  toggle(open = this.panel.hidden) {
    if (open === !this.panel.hidden) return;
    if (open) this.panel.hidden = false;
    else hide(this.panel, element("show-marks"));
    element("show-marks").setAttribute("aria-expanded", String(open));
    this.show();
    this.resized();
  }
}
