// Shows the state of the preview: pages of PDFs as pictures that are drawn again where they changed, the web edition in a
// frame, and what is wrong with the book.

const words = JSON.parse(document.getElementById("words").textContent);
const say = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
const element = (id) => document.getElementById(id);
const SIZES = [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3];
const kept = (key, value) => {
  try {
    if (value !== undefined) sessionStorage.setItem(key, value);
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
};

let state = null;
let view = kept("view") ?? "single";
let size = Number(kept("size") ?? 3);
const panes = [];

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
    this.build = -1;
    this.drawn = 0;
    this.etag = "";
    this.near = false;
  }

  resize(scale) {
    const [width, height] = this.points;
    this.image.width = Math.round((width * scale * 96) / 72);
    this.image.height = Math.round((height * scale * 96) / 72);
    if (this.near) this.draw();
  }

  // Draw the page if it is near what is seen and may look otherwise than it does.
  async draw() {
    // Never coarser than before: a page that has not changed is to have the same picture.
    const wanted = Math.max(this.drawn, Math.min(4000, Math.ceil(this.image.width * devicePixelRatio)));
    const { build, address } = this.pane;
    if (!this.near || (this.build === build && this.drawn >= wanted)) return;
    [this.build, this.drawn] = [build, wanted];
    const answer = await fetch(`pages/${address}/${this.number}.png?width=${wanted}`, { cache: "no-store" }).catch(() => null);
    if (!answer?.ok || this.pane.build !== build) return;
    const etag = answer.headers.get("etag");
    if (etag === this.etag) return;
    this.etag = etag;
    const before = this.image.src;
    this.image.src = URL.createObjectURL(await answer.blob());
    if (before) URL.revokeObjectURL(before);
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
    this.select.addEventListener("change", () => {
      kept(`edition-${number}`, this.select.value);
      this.update();
      follow();
    });
    this.area.addEventListener("scroll", () => this.tellPlace(), { passive: true });
    this.seen = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        const page = this.pages[target.dataset.number - 1];
        if (!page) continue;
        page.near = isIntersecting;
        page.draw();
      }
    }, { root: this.area, rootMargin: "100% 0px" });
    this.pages = [];
    this.build = -1;
    this.key = "";
    element("panes").append(made);
  }

  remove() {
    this.seen.disconnect();
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
    const { build, address, pdf, web } = state.editions.find((one) => one.key === key);
    const other = this.key !== key;
    if (this.build === build && !other) return;
    if (pdf) {
      const answer = await fetch(`pages/${address}`).catch(() => null);
      if (!answer?.ok || this.select.value !== key) return;
      [this.build, this.key, this.address] = [build, key, address];
      this.setPages(await answer.json(), other);
    } else {
      [this.build, this.key] = [build, key];
      this.setFrame(web);
    }
  }

  listEditions() {
    const keys = state.editions.map(({ key }) => key);
    if (keys.join() === [...this.select.options].map(({ value }) => value).join()) return;
    const before = this.select.value || kept(`edition-${this.number}`);
    this.select.replaceChildren(...state.editions.map(({ key, title }) => new Option(`${key.replace(" ", " · ")} · ${title}`, key)));
    const pdfs = state.editions.filter(({ pdf }) => pdf);
    const first = pdfs[this.number] ?? pdfs[0] ?? state.editions[0];
    this.select.value = keys.includes(before) ? before : first.key;
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
    frame.setAttribute("sandbox", "allow-scripts allow-popups");
    frame.src = `book/${address}?${this.build}`;
    if (!frame.isConnected) this.area.replaceChildren(frame);
  }

  // Take the pages of a new build; those that are there keep their pictures until theirs have changed.
  setPages(sizes, other) {
    this.count = sizes.length;
    const same = !other && this.pages.length === sizes.length && sizes.every(({ width, height }, index) =>
      this.pages[index].points[0] === width && this.pages[index].points[1] === height);
    if (same) {
      sizes.forEach(({ label }, index) => { this.pages[index].label = label || String(index + 1); });
      for (const page of this.pages) page.draw();
      this.tellPlace();
      return;
    }
    const at = other ? 0 : this.area.scrollTop / Math.max(1, this.area.scrollHeight);
    this.seen.disconnect();
    this.pages = sizes.map((one, index) => new Page(this, index + 1, one));
    this.arrange();
    this.area.scrollTop = at * this.area.scrollHeight;
  }

  // Lay the pages out in the chosen view.
  arrange() {
    if (!this.pages.length) return;
    this.area.classList.remove("framed");
    this.area.classList.toggle("overview", view === "overview");
    const current = this.current();
    const rows = [];
    for (const page of this.pages) {
      const row = rows.at(-1);
      // A recto begins a spread with the verso before it: the first page stands alone.
      if (view === "spreads" && row && row.length === 1 && row[0].number % 2 === 0) row.push(page);
      else rows.push([page]);
    }
    this.area.replaceChildren(...rows.map((row) => {
      const spread = document.createElement("div");
      spread.className = "spread";
      spread.append(...row.map(({ image }) => image));
      return spread;
    }));
    this.resize();
    for (const { image } of this.pages) this.seen.observe(image);
    current?.image.scrollIntoView({ block: "start" });
    this.tellPlace();
  }

  resize() {
    if (!this.pages.length) return;
    const across = view === "spreads" ? 2 : 1;
    const [widest, highest] = [0, 1].map((side) => Math.max(...this.pages.map(({ points }) => points[side])));
    const [width, height] = [this.area.clientWidth - 34, this.area.clientHeight - 34].map((room) => (room * 72) / 96);
    // A spread is seen whole, a page as wide as it can be read.
    const fit = Math.min(1.35, width / (widest * across), view === "spreads" ? height / highest : 9);
    const scale = view === "overview" ? 0.25 * SIZES[size] : fit * SIZES[size];
    for (const page of this.pages) page.resize(scale);
  }

  // Return the page at the top of what is seen.
  current() {
    const top = this.area.getBoundingClientRect().top + 40;
    return this.pages.find(({ image }) => image.isConnected && image.getBoundingClientRect().bottom > top);
  }

  turn(by) {
    const spreads = [...this.area.querySelectorAll(".spread")];
    const at = spreads.indexOf(this.current()?.image.closest(".spread"));
    spreads[Math.max(0, Math.min(spreads.length - 1, at + by))]?.scrollIntoView({ block: "start" });
  }

  tellPlace() {
    const page = this.current();
    if (page) this.place.textContent = say("page", { label: page.label, number: page.number, count: this.count });
  }
}

const paragraph = (text, name = "") => {
  const made = document.createElement("p");
  made.textContent = text;
  made.className = name;
  return made;
};

// -- problems --------------------------------------------------------------------------------------------------------

const showProblems = () => {
  const { diagnostics } = state;
  const button = element("show-problems");
  element("count").textContent = diagnostics.length;
  button.classList.toggle("some", diagnostics.length > 0);
  button.classList.toggle("bad", diagnostics.some(({ severity }) => severity === "error"));
  element("nothing").hidden = diagnostics.length > 0;
  element("found").replaceChildren(...diagnostics.map(({ place, severity, message, hint, code }) => {
    const item = document.createElement("li");
    const where = Object.assign(document.createElement("span"), { className: "where", textContent: place });
    const kind = Object.assign(document.createElement("span"), { className: severity, textContent: say(severity) });
    item.append(where, kind, `: ${message} [${code}]`);
    if (hint) item.append(paragraph(`${say("hint")}: ${hint}`));
    return item;
  }));
};

const toggleProblems = (open = element("problems").hidden) => {
  element("problems").hidden = !open;
  element("show-problems").setAttribute("aria-expanded", String(open));
  for (const pane of panes) pane.resize();
};

// -- the state -------------------------------------------------------------------------------------------------------

const show = (next) => {
  state = next;
  const [{ title } = {}] = state.editions;
  document.title = title ? `${title} – ${say("preview")}` : say("preview");
  element("status").textContent = state.building ? say("building") : say("made", { seconds: state.seconds.toFixed(1) });
  element("banner").hidden = !state.failed;
  element("banner").textContent = say(state.editions.length ? "stale" : "nothing");
  if (!state.building) showProblems();
  for (const pane of panes) pane.update();
  follow();
};

const setPanes = (count) => {
  while (panes.length > count) panes.pop().remove();
  while (panes.length < count) panes.push(new Pane(panes.length));
  for (const pane of panes) {
    pane.update();
    pane.arrange();
  }
  follow();
};

const setView = (name) => {
  view = element("view").value = name;
  kept("view", name);
  for (const pane of panes) pane.arrange();
};

const setSize = (step) => {
  size = Math.max(0, Math.min(SIZES.length - 1, step));
  kept("size", size);
  for (const pane of panes) pane.resize();
};

element("view").value = view;
element("view").addEventListener("change", ({ target }) => setView(target.value));
element("smaller").addEventListener("click", () => setSize(size - 1));
element("larger").addEventListener("click", () => setSize(size + 1));
element("beside").checked = kept("beside") === "2";
element("beside").addEventListener("change", ({ target }) => {
  kept("beside", target.checked ? "2" : "1");
  setPanes(target.checked ? 2 : 1);
});
element("show-problems").addEventListener("click", () => toggleProblems());
addEventListener("resize", () => { for (const pane of panes) pane.resize(); });
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("select, input")) return;
  const pane = panes.find(({ section }) => section.contains(document.activeElement)) ?? panes[0];
  const action = {
    ArrowRight: () => pane.turn(1), ArrowLeft: () => pane.turn(-1),
    "+": () => setSize(size + 1), "-": () => setSize(size - 1),
    1: () => setView("single"), 2: () => setView("spreads"), 3: () => setView("overview"),
    p: () => toggleProblems(),
  }[event.key];
  if (!action) return;
  event.preventDefault();
  action();
});


// -- what the preview is told: which editions are looked at, for they are made first ------------------------------------

let events = null;
let followed = null;

function follow() {
  const shown = new URLSearchParams(panes.map(({ select }) => select.value).filter(Boolean).map((key) => ["shown", key])).toString();
  if (shown === followed) return;
  followed = shown;
  events?.close();
  events = new EventSource(`events?${shown}`);
  events.addEventListener("state", ({ data }) => show(JSON.parse(data)));
  events.addEventListener("error", () => {
    element("banner").hidden = false;
    element("banner").textContent = say("lost");
  });
}

setPanes(kept("beside") === "2" ? 2 : 1);
