// What a reader can do with a page: choose how it looks, search, go on where they stopped. Without it the page only has text.
(() => {
  const root = document.documentElement;
  const element = (name) => document.getElementById(`web-${name}`);

  // What is remembered; a browser may refuse to keep anything, above all for files.
  const recall = (store, key) => {
    try {
      return JSON.parse(self[store].getItem(`bookbuilder:${key}`));
    } catch {
      return null;
    }
  };
  const remember = (store, key, value) => {
    try {
      self[store].setItem(`bookbuilder:${key}`, JSON.stringify(value));
    } catch {
      // it holds for this page
    }
  };
  const open = (dialog) => {
    dialog.showModal();
    dialog.querySelector("[data-close]").onclick = () => dialog.close();
    dialog.onclick = (event) => {
      if (event.target === dialog) dialog.close();
    };
  };

  // -- how it looks ----------------------------------------------------------------------------------------------------

  const display = element("display");
  const DEFAULTS = { colours: "device", typeface: "serif", size: "100", spacing: "normal" };
  const choose = (key, value) => {
    const chosen = { ...recall("localStorage", "display"), [key]: value };
    if (value === DEFAULTS[key]) {
      delete root.dataset[key];
      delete chosen[key];
    } else {
      root.dataset[key] = value;
    }
    remember("localStorage", "display", chosen);
  };
  if (display) {
    const sizes = display.querySelector("[data-sizes]").dataset.sizes.split(" ");
    const [smaller, larger] = display.querySelectorAll("[data-step]");
    const output = display.querySelector("output");
    const show = () => {
      for (const radio of display.querySelectorAll("input")) radio.checked = radio.value === (root.dataset[radio.name] ?? DEFAULTS[radio.name]);
      const at = sizes.indexOf(root.dataset.size ?? DEFAULTS.size);
      output.textContent = output.dataset.labels.split("|")[at];
      smaller.setAttribute("aria-disabled", at <= 0);
      larger.setAttribute("aria-disabled", at === sizes.length - 1);
    };
    display.addEventListener("change", ({ target }) => choose(target.name, target.value));
    for (const button of [smaller, larger]) {
      button.onclick = () => {
        const size = sizes[sizes.indexOf(root.dataset.size ?? DEFAULTS.size) + Number(button.dataset.step)];
        if (size) choose("size", size);
        show();
      };
    }
    // Another tab may have changed them.
    addEventListener("storage", ({ key }) => {
      if (key !== "bookbuilder:display") return;
      const chosen = recall("localStorage", "display") ?? {};
      for (const name of Object.keys(DEFAULTS)) {
        if (/^\w+$/.test(chosen[name] ?? "")) root.dataset[name] = chosen[name];
        else delete root.dataset[name];
      }
      show();
    });
    element("open-display").onclick = () => {
      show();
      open(display);
    };
  }

  // -- where the reader stopped -----------------------------------------------------------------------------------------

  const book = document.body.dataset.book;
  const page = document.body.dataset.page;
  const blocks = () => document.querySelectorAll("article :is(p, h2, h3, h4, h5, h6, li, figure, aside, div)[id]");
  // The last one that begins above the first lines of the window.
  const current = () => {
    let last = null;
    for (const block of blocks()) {
      if (block.getBoundingClientRect().top > 80) break;
      last = block;
    }
    return last;
  };
  const heading = (block) => {
    let found = null;
    for (const one of block.closest("article").querySelectorAll(":is(h2, h3, h4)[id]:not(.title)")) {
      if (one === block || one.compareDocumentPosition(block) & Node.DOCUMENT_POSITION_FOLLOWING) found = one;
    }
    return found;
  };
  const note = () => {
    const block = current();
    const chapter = block?.closest("article").id ?? page;
    if (!chapter || block?.closest(".kind-index, .kind-imprint")) return;
    const section = (block && heading(block)?.textContent.trim()) ?? "";
    remember("localStorage", `place:${book}`, { chapter, anchor: block?.id ?? "", section });
  };
  if (book && document.querySelector("[data-remember]")) {
    let waiting = 0;
    const later = () => {
      clearTimeout(waiting);
      waiting = setTimeout(note, 300);
    };
    addEventListener("scroll", later, { passive: true });
    addEventListener("pagehide", note);
    document.addEventListener("visibilitychange", () => document.hidden && note());
    if (page) later();
  }

  const resume = element("resume");
  const place = resume && recall("localStorage", `place:${book}`);
  // Only to a chapter that the contents list, whatever was kept.
  const line = place && document.querySelector(`.chapters [data-chapter="${CSS.escape(place.chapter)}"]`);
  if (line) {
    const link = resume.querySelector("a");
    const [file] = line.getAttribute("href").split("#");
    const here = document.querySelector("main[data-single]");
    const anchor = here && !document.getElementById(place.anchor) ? place.chapter : place.anchor;
    link.href = anchor ? `${here ? "" : file}#${encodeURIComponent(anchor)}` : line.getAttribute("href");
    link.querySelector(".place").textContent = [line.textContent.trim(), place.section].filter(Boolean).join(" · ");
    resume.hidden = false;
  }

  // -- search ----------------------------------------------------------------------------------------------------------

  const dialog = element("search");
  if (!dialog) return;
  const [input, status, list] = ["query", "found", "places"].map(element);
  let loading = null;
  const load = (source) =>
    new Promise((done, failed) => {
      const script = document.createElement("script");
      Object.assign(script, { src: source, onload: done, onerror: failed });
      document.head.append(script);
    });
  const made = async () => {
    const inside = element("texts");
    if (!inside) await Promise.all(dialog.dataset.scripts.split(" ").map(load));
    await new Promise((shown) => setTimeout(shown, 30)); // first the window
    return new BookSearch(inside ? JSON.parse(inside.textContent) : bookTexts);
  };
  const ready = () => (loading ??= made());
  const digits = status.dataset.digits;
  const number = (value) => String(value).replace(/\d/g, (digit) => digits[digit]);

  // The place to which a result leads is shown by the page that it leads to; that is this one if only the fragment changes.
  const arrive = () => {
    const found = recall("sessionStorage", `found:${book}`);
    if (!found || found.anchor !== decodeURIComponent(location.hash.slice(1))) return;
    remember("sessionStorage", `found:${book}`, null);
    foundPlace.show(found);
  };
  if (document.readyState === "complete") arrive();
  else addEventListener("load", arrive);

  const item = ({ page, chapter, title, anchor, text: whole, words, parts }) => {
    const link = document.createElement("a");
    link.href = `${dialog.dataset.scripts && page !== document.body.dataset.file ? encodeURIComponent(page) : ""}#${encodeURIComponent(anchor)}`;
    const where = document.createElement("span");
    where.className = "where";
    where.textContent = title && title !== chapter ? `${chapter} · ${title}` : chapter;
    const text = document.createElement("span");
    text.className = "piece";
    parts.forEach((part, index) => {
      const mark = index % 2 ? document.createElement("mark") : null;
      if (mark) mark.textContent = part;
      text.append(mark ?? part);
    });
    link.append(where, " ", text);
    link.onclick = (event) => {
      dialog.close();
      const found = { anchor, text: whole, words };
      if (event.ctrlKey || event.metaKey || event.shiftKey) return; // another window
      if (!link.getAttribute("href").startsWith("#")) remember("sessionStorage", `found:${book}`, found);
      else setTimeout(() => foundPlace.show(found)); // behind the browser's own jump
    };
    const line = document.createElement("li");
    line.append(link);
    return line;
  };
  // Whoever goes through the places with the arrows stays at the same one when the results of the last letters arrive.
  const showPlaces = (places) => {
    const focused = list.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
    list.replaceChildren(...places.map(item));
    if (focused === null) return;
    const links = [...list.querySelectorAll("a")];
    (links.find((link) => link.getAttribute("href") === focused) ?? links[0] ?? input).focus();
  };
  let asked = 0;
  const search = async () => {
    const query = input.value.trim();
    const turn = ++asked;
    let found;
    try {
      found = query ? (await ready()).find(query) : null;
    } catch {
      status.textContent = status.dataset.failed;
      return;
    }
    if (turn !== asked) return;
    showPlaces(found?.places ?? []);
    if (!found) status.textContent = "";
    else if (!found.count) status.textContent = status.dataset.none;
    else status.textContent = (found.all ? status.dataset.count : status.dataset.some).replace("{number}", number(found.count));
  };
  // Escape would only empty the field. The arrows go through the places and back to the field.
  dialog.onkeydown = (event) => {
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") {
      event.preventDefault();
      dialog.close();
    } else if (way && (event.target === input || list.contains(event.target))) {
      const stops = [input, ...list.querySelectorAll("a")];
      const next = stops[stops.indexOf(document.activeElement) + way];
      if (!next) return;
      event.preventDefault();
      next.focus();
      next.scrollIntoView({ block: "nearest" });
    }
  };
  let waiting = 0;
  input.oninput = () => {
    remember("sessionStorage", `query:${book}`, input.value.trim());
    clearTimeout(waiting);
    waiting = setTimeout(search, 150);
  };
  dialog.querySelector("form").onsubmit = (event) => {
    event.preventDefault();
    clearTimeout(waiting);
    search();
  };
  const openSearch = () => {
    foundPlace.clear();
    if (!input.value) input.value = recall("sessionStorage", `query:${book}`) ?? "";
    open(dialog);
    input.focus();
    input.select();
    ready().catch(() => {});
    if (input.value && !list.children.length) search();
  };
  element("open-search").onclick = openSearch;
  // As on many sites: / opens the search, unless somebody types.
  addEventListener("keydown", (event) => {
    const typing = event.target instanceof Element && event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    openSearch();
  });
})();
