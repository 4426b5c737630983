// Measures pages as they are laid out on screens (layout.py): small and large ones, with text as it is and twice as large, with
// all style sheets and with the basic one alone. `browser_process.cjs` calls it.
"use strict";

const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const { fileURLToPath, pathToFileURL } = require("node:url");

const WIDTHS = [320, 360, 758, 1280];
// The size of text that a browser takes if no style sheet says anything, in px: as it is, and twice as large.
const SIZES = { 100: { standard: 16, fixed: 13 }, 200: { standard: 32, fixed: 26 } };
const BASE = "screen-base.css"; // the basic sheet of a web edition, which is part of its only sheet
const PHONE = 360; // drawings are measured up to this width

// Puts functions into a page, which run there.
function prepare() {
  // Words, but in scripts that put no spaces between words, where a line may end behind any letter.
  const SPACELESS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]/u;
  const WORD = /[\p{L}\p{M}\p{N}\u00ad\u200c\u200d'’]{2,}/gu;
  const SOFT = "\u00ad";
  const SKIPPED = new Set(["SCRIPT", "STYLE", "NOSCRIPT", "TEMPLATE", "TEXTAREA", "OPTION", "TITLE"]);
  // No words of a language: nothing may be inserted into them.
  const VERBATIM = "code, pre, kbd, samp, tt, math";
  const ADDRESS = /^\S*(?:[:/@_]|\.\w)\S*$/;
  const ENDS = new Set(["BR", "IMG", "HR", "WBR", "VIDEO", "svg", "math"]);
  const edge = (text) => text.replace(/\s+/g, " ").trim();
  const range = document.createRange();

  for (const element of document.querySelectorAll("details")) element.open = true;

  const texts = []; // all text nodes with words
  const groups = []; // those that flow together
  (function collect() {
    let group = null;
    const close = () => (group = null);
    (function walk(parent) {
      for (let node = parent.firstChild; node; node = node.nextSibling) {
        if (node.nodeType === Node.TEXT_NODE) {
          if (/\S/.test(node.data)) texts.push(node);
          if (!group) groups.push((group = { nodes: [] }));
          group.nodes.push(node);
        } else if (node.nodeType === Node.ELEMENT_NODE && !SKIPPED.has(node.nodeName.toUpperCase())) {
          if (ENDS.has(node.nodeName) || ENDS.has(node.nodeName.toUpperCase())) close();
          if (node.namespaceURI === "http://www.w3.org/2000/svg") continue;
          const { display } = getComputedStyle(node);
          const own = !(display === "inline" || display === "contents");
          if (own) close();
          walk(node);
          if (own) close();
        }
      }
    })(document.body);
  })();
  for (const group of groups) {
    const ends = [];
    let text = "";
    for (const node of group.nodes) ends.push((text += node.data).length);
    const place = (offset, last) => {
      const index = ends.findIndex((end) => offset < end || (last && offset === end));
      return [group.nodes[index], offset - (index ? ends[index - 1] : 0)];
    };
    group.words = [];
    for (const { 0: word, index } of text.matchAll(WORD)) {
      if (SPACELESS.test(word)) continue;
      let start = index, end = index + word.length;
      while (start > 0 && /\S/.test(text[start - 1])) start--;
      while (end < text.length && /\S/.test(text[end])) end++;
      if (ADDRESS.test(text.slice(start, end).replace(/^[\p{Ps}\p{Pi}"']+|[\p{Pe}\p{Pf}"'.,;:!?…]+$/gu, ""))) continue;
      const [node] = place(index);
      if (node.parentElement.closest(VERBATIM)) continue;
      group.words.push({ word, node, at: (offset, last) => place(index + offset, last) });
    }
  }

  const first = (srcset) => new URL(srcset.trim().split(/\s/)[0], document.baseURI).href;
  // The picture that is shown at this width; `currentSrc` changes only when it is loaded.
  const addressOf = (img) => {
    const sources = img.parentElement.nodeName.toLowerCase() === "picture" ? img.parentElement.querySelectorAll("source[srcset]") : [];
    const source = [...sources].find((one) => !one.media || matchMedia(one.media).matches);
    return source ? first(source.srcset) : img.src;
  };
  const lineOf = (element) => Number(element.closest("[data-line]")?.dataset.line ?? 0);
  const box = (r) => ({ left: r.left, right: r.right, top: r.top, bottom: r.bottom });

  // Looks an element up, once for each layout.
  function lookup() {
    const seen = new Map();
    return function about(element) {
      let found = seen.get(element);
      if (found) return found;
      const above = element.parentElement ? about(element.parentElement) : null;
      const style = getComputedStyle(element);
      const absolute = style.position === "absolute" || style.position === "fixed";
      const root = element === document.body || element === document.documentElement;
      const tiny = absolute && (element.offsetWidth <= 1 || element.offsetHeight <= 1 || style.clip !== "auto");
      const shown =
        (!above || above.shown) && style.display !== "none" && style.visibility === "visible" && style.opacity !== "0" &&
        style.contentVisibility !== "hidden" &&
        !/inset\((?:50|100)%/.test(style.clipPath) && !tiny;
      const holder = absolute && element.offsetParent ? about(element.offsetParent) : above;
      found = {
        style,
        shown,
        absolute: absolute || Boolean(above?.absolute),
        fixed: ["fixed", "sticky"].includes(style.position) || Boolean(above?.fixed),
        cell: /^T[DH]$/i.test(element.nodeName) ? element : absolute ? null : above?.cell ?? null,
        block: style.display === "inline" || style.display === "contents" ? above?.block ?? element : element,
        clips: style.position === "fixed" ? [] : holder?.clips ?? [],
      };
      if (!root && style.display !== "inline" && style.display !== "contents" && (style.overflowX !== "visible" || style.overflowY !== "visible")) {
        const outer = element.getBoundingClientRect();
        const [start, top] = [outer.left + element.clientLeft, outer.top + element.clientTop];
        const inner = { left: start, right: start + element.clientWidth, top, bottom: top + element.clientHeight };
        const rolls = (value) => value === "auto" || value === "scroll";
        const first = style.direction === "rtl" ? inner.right - element.scrollLeft - element.scrollWidth : inner.left - element.scrollLeft;
        const reach = { left: first, right: first + element.scrollWidth };
        found.clips = [{ inner, reach, x: style.overflowX, y: style.overflowY, rollsX: rolls(style.overflowX), rollsY: rolls(style.overflowY) }, ...found.clips];
      }
      seen.set(element, found);
      return found;
    };
  }

  // Returns what is seen of a rectangle of text, and whether something of it can never be seen.
  function clipped(rect, clips) {
    const seen = box(rect);
    const height = rect.bottom - rect.top;
    let cut = "";
    for (const { inner, reach, x, y, rollsX, rollsY } of clips) {
      if (x !== "visible") {
        const limit = rollsX ? reach : inner;
        if (seen.left < limit.left - 1.5 || seen.right > limit.right + 1.5) cut = cut || "box";
      }
      if (y !== "visible" && !rollsY && (seen.top < inner.top - height * 0.25 || seen.bottom > inner.bottom + height * 0.25)) cut = cut || "box";
      if (x !== "visible") {
        seen.left = Math.max(seen.left, inner.left);
        seen.right = Math.min(seen.right, inner.right);
      }
      if (y !== "visible") {
        seen.top = Math.max(seen.top, inner.top);
        seen.bottom = Math.min(seen.bottom, inner.bottom);
      }
    }
    return { seen: seen.right - seen.left > 0.5 && seen.bottom - seen.top > 0.5 ? seen : null, cut };
  }

  // Returns the first word of a text of which a part is where `outside` says; empty if only spaces are.
  function wordAt(node, outside) {
    for (const { 0: word, index } of node.data.matchAll(/\S+/g)) {
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      if ([...range.getClientRects()].some(outside)) return word;
    }
    return "";
  }

  function words(about, tell) {
    const rooms = new Map();
    for (const { words } of groups) {
      for (const { word, node, at } of words) {
        const { shown, style, block } = about(node.parentElement);
        if (!shown) continue;
        const size = parseFloat(style.fontSize);
        let room = rooms.get(block);
        if (room === undefined) {
          const own = getComputedStyle(block);
          room = own.writingMode.startsWith("horizontal") ? block.clientWidth - parseFloat(own.paddingLeft) - parseFloat(own.paddingRight) : Infinity;
          rooms.set(block, room);
        }
        const anywhere = style.wordBreak === "break-all" || style.lineBreak === "anywhere";
        if (room === Infinity || (!anywhere && word.length * size * 1.1 <= room)) continue;
        range.setStart(...at(0));
        range.setEnd(...at(word.length, true));
        const whole = [...range.getClientRects()].filter((rect) => rect.width > 0.1);
        if (whole.length < 2) continue;
        // The lines of the word, letter by letter.
        const breaks = [], widths = [];
        let last = null, before = "";
        for (let offset = 0; offset < word.length; offset++) {
          const sign = word[offset];
          range.setStart(...at(offset));
          range.setEnd(...at(offset + 1, true));
          const rect = [...range.getClientRects()].filter((one) => one.width > 0.1).pop();
          widths.push(rect && sign !== SOFT ? rect.width : 0);
          if (!rect || sign === SOFT) {
            before = sign;
            continue;
          }
          if (last && before !== SOFT) {
            const part = 0.35 * Math.min(rect.height, last.height);
            if (rect.top >= last.bottom - part || rect.bottom <= last.top + part) breaks.push(offset);
          }
          [last, before] = [rect, sign];
        }
        if (!breaks.length) continue;
        const auto = style.hyphens === "auto" && !anywhere;
        const lang = node.parentElement.closest("[lang]")?.lang ?? "";
        tell("torn", node.parentElement, { text: word, breaks, auto, lang, widths: auto ? widths : [], room, hyphen: 0.4 * size, limits: style.hyphenateLimitChars });
      }
    }
  }

  function drawings(about, tell, known) {
    for (const element of document.querySelectorAll("svg text, svg tspan")) {
      const direct = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && /\S/.test(node.data));
      const svg = element.closest("svg");
      if (!direct || svg.getAttribute("aria-hidden") === "true" || !about(element).shown) continue;
      const matrix = element.getScreenCTM();
      const size = matrix ? parseFloat(getComputedStyle(element).fontSize) * Math.sqrt(Math.abs(matrix.a * matrix.d - matrix.b * matrix.c)) : 0;
      if (size > 0.01) tell("small", svg, { text: edge(element.textContent), px: size });
    }
    for (const element of document.querySelectorAll("img")) {
      const drawing = known[addressOf(element)];
      if (!drawing || !about(element).shown) continue;
      const { paddingLeft, paddingRight, borderLeftWidth, borderRightWidth } = getComputedStyle(element);
      const width = element.getBoundingClientRect().width - [paddingLeft, paddingRight, borderLeftWidth, borderRightWidth].reduce((sum, one) => sum + parseFloat(one), 0);
      if (width > 1) tell("small", element, { text: drawing.text, px: drawing.share * width });
    }
  }

  window.bookbuilderLayout = function measured(known) {
    const found = new Map();
    const about = lookup();
    const tell = (kind, element, values) => {
      const line = lineOf(element);
      const key = `${kind} ${line} ${kind === "torn" ? values.text : ""}`;
      const earlier = found.get(key);
      if (!values.text) return;
      if (!earlier || (kind === "small" && values.px < earlier.px)) found.set(key, { kind, line, ...values });
    };
    const wide = document.documentElement.clientWidth;
    const pieces = [];
    const cells = new Map();
    for (const node of texts) {
      const parent = node.parentElement;
      const { shown, clips, cell, absolute, fixed } = about(parent);
      if (!shown) continue;
      range.selectNodeContents(node);
      // The boxes of a formula are as high as its ink (MathML Core, 3.2.1), not as what the font takes.
      const rects = parent.closest("math") ? [parent.getBoundingClientRect()] : [...range.getClientRects()];
      for (const rect of rects) {
        if (rect.width < 0.5 || rect.height < 0.5) continue;
        const { seen, cut } = clipped(rect, clips);
        if (cut) tell("cut", parent, { text: wordAt(node, (one) => clipped(one, clips).cut), how: "box" });
        if (!seen) continue;
        const high = rect.height;
        const outside = (one) => one.right > wide + 1 || one.left < -1;
        const away = absolute && (seen.right <= 1 || seen.bottom + window.scrollY <= 1);
        if (away) continue; // a link that shows itself when it gets the focus
        if (outside(seen)) tell("cut", parent, { text: wordAt(node, outside), how: "page" });
        if (cell && !cut) {
          let limit = cells.get(cell);
          if (!limit) cells.set(cell, (limit = box(cell.getBoundingClientRect())));
          const beyond = (one) => one.left < limit.left - 1.5 || one.right > limit.right + 1.5;
          if (beyond(seen) || seen.top < limit.top - high * 0.3 || seen.bottom > limit.bottom + high * 0.3)
            tell("cut", parent, { text: wordAt(node, beyond), how: "cell" });
        }
        // Letters stand in the middle of the room that a font takes: what is above and below may meet the next line.
        const middle = { left: seen.left, right: seen.right, top: Math.max(seen.top, rect.top + high * 0.22), bottom: Math.min(seen.bottom, rect.bottom - high * 0.18), node, fixed };
        if (middle.bottom > middle.top) pieces.push(middle);
      }
    }
    overlaps(pieces, tell);
    words(about, tell);
    if (known) drawings(about, tell, known);
    return [...found.values()];
  };

  function overlaps(pieces, tell) {
    pieces.sort((one, other) => one.top - other.top);
    let open = [];
    for (const piece of pieces) {
      open = open.filter((one) => one.bottom > piece.top);
      for (const one of open) {
        const across = Math.min(one.right, piece.right) - Math.max(one.left, piece.left);
        const least = Math.min(4, 0.5 * Math.min(one.right - one.left, piece.right - piece.left));
        if (across <= least || one.fixed !== piece.fixed) continue;
        // An arrow over a letter, say: how a formula is put together is for the browser to say.
        const formula = one.node.parentElement.closest("math");
        if (formula && formula === piece.node.parentElement.closest("math")) continue;
        const down = Math.min(one.bottom, piece.bottom) - Math.max(one.top, piece.top);
        if (down <= 0.25 * Math.min(one.bottom - one.top, piece.bottom - piece.top)) continue;
        const shared = { left: Math.max(one.left, piece.left), right: Math.min(one.right, piece.right), top: Math.max(one.top, piece.top), bottom: Math.min(one.bottom, piece.bottom) };
        const inside = (rect) => rect.left < shared.right && rect.right > shared.left && rect.top < shared.bottom && rect.bottom > shared.top;
        const [first, second] = one.node.compareDocumentPosition(piece.node) & Node.DOCUMENT_POSITION_PRECEDING ? [piece, one] : [one, piece];
        tell("overprint", second.node.parentElement, { text: wordAt(second.node, inside), under: wordAt(first.node, inside) });
      }
      open.push(piece);
    }
  }

  // Returns the addresses of the drawings of the page.
  window.bookbuilderDrawings = () => {
    const listed = [...document.querySelectorAll("img")].map((one) => one.src);
    for (const one of document.querySelectorAll("source[srcset]"))
      listed.push(first(one.srcset));
    return [...new Set(listed)].filter((one) => /^data:image\/svg|\.svg$/.test(one));
  };

  // Uses the basic sheet alone; returns whether there is another one besides it.
  window.bookbuilderBase = async (name) => {
    const sheets = [...document.styleSheets];
    if (name) {
      for (const sheet of sheets) sheet.disabled = true;
      const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: name });
      await new Promise((done) => {
        link.onload = link.onerror = done;
        document.head.append(link);
      });
      return true;
    }
    for (const sheet of sheets.slice(1)) sheet.disabled = true;
    return sheets.length > 1;
  };
}

// Returns, in an empty page, the smallest text of a drawing, and its size as a share of the width of the drawing.
function smallest(source) {
  const parsed = new DOMParser().parseFromString(source, "image/svg+xml").documentElement;
  if (parsed.nodeName !== "svg") return null;
  const svg = document.importNode(parsed, true);
  const [width, height] = ["width", "height"].map((name) => parseFloat(svg.getAttribute(name)));
  if (!svg.getAttribute("viewBox") && width && height) svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.setAttribute("style", "width: 1000px; height: auto");
  svg.removeAttribute("width");
  svg.removeAttribute("height");
  document.body.replaceChildren(svg);
  let least = null;
  for (const element of svg.querySelectorAll("text, tspan")) {
    if (![...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && /\S/.test(node.data))) continue;
    const style = getComputedStyle(element);
    const matrix = element.getScreenCTM();
    if (!matrix || style.visibility !== "visible" || style.display === "none") continue;
    const share = (parseFloat(style.fontSize) * Math.sqrt(Math.abs(matrix.a * matrix.d - matrix.b * matrix.c))) / 1000;
    if (share > 0.00001 && (!least || share < least.share)) least = { share, text: element.textContent.replace(/\s+/g, " ").trim() };
  }
  document.body.replaceChildren();
  return least;
}

// Returns what decides in one look whether a word is torn: a style sheet may hyphenate it on small screens only.
function tornThere({ auto, breaks, limits, room, widths, hyphen }) {
  return { auto, breaks, limits, room, widths, hyphen };
}

async function judgedByLayout(browser, place, files) {
  const base = files.includes(BASE) ? pathToFileURL(join(place, BASE)).href : "";
  const found = new Map();
  const [page, bench] = [await browser.newPage(), await browser.newPage()];
  const drawings = new Map();
  async function drawing(address) {
    if (!drawings.has(address)) {
      let source = "";
      try {
        if (!address.startsWith("data:")) source = readFileSync(fileURLToPath(address), "utf8");
        else if (/^[^,]*;base64,/.test(address)) source = Buffer.from(address.split(",", 2)[1], "base64").toString("utf8");
        else source = decodeURIComponent(address.slice(address.indexOf(",") + 1));
      } catch {
        // A drawing that is not there, or cannot be read, is for others to tell.
      }
      drawings.set(address, source ? await bench.evaluate(smallest, source) : null);
    }
    return drawings.get(address);
  }
  try {
    await page.setBypassCSP(true);
    const session = await page.createCDPSession();
    for (const name of files.filter((file) => /\.x?html$/.test(file))) {
      await session.send("Page.setFontSizes", { fontSizes: SIZES[100] });
      await page.goto(pathToFileURL(join(place, name)).href, { waitUntil: "load" });
      await page.evaluate(prepare);
      const known = {};
      for (const address of await page.evaluate(() => window.bookbuilderDrawings())) {
        const about = await drawing(address);
        if (about) known[address] = about;
      }
      for (const alone of [false, true]) {
        if (alone && !(await page.evaluate((sheet) => window.bookbuilderBase(sheet), base))) break;
        for (const [size, fontSizes] of Object.entries(SIZES)) {
          await session.send("Page.setFontSizes", { fontSizes });
          for (const width of WIDTHS) {
            await session.send("Emulation.setDeviceMetricsOverride", { width, height: 900, deviceScaleFactor: 1, mobile: false });
            const drawn = width <= PHONE && !alone && size === "100" ? known : null;
            const faults = await page.evaluate(async (wanted) => {
              await document.fonts.ready;
              return window.bookbuilderLayout(wanted);
            }, drawn);
            for (const fault of faults) {
              const key = [name, fault.kind, fault.line, fault.kind === "torn" ? fault.text : ""].join("\n");
              const earlier = found.get(key) ?? { page: name, ...fault, looks: [] };
              // Another width may have other hyphens and another room: each of them is told.
              earlier.looks.push({ alone, size: Number(size), width, ...(fault.kind === "torn" ? tornThere(fault) : {}) });
              if (fault.px && fault.px < earlier.px) Object.assign(earlier, fault);
              found.set(key, earlier);
            }
          }
        }
      }
    }
  } finally {
    await page.close();
    await bench.close();
  }
  return [...found.values()];
}

module.exports = { judgedByLayout };
