// Shows what a search has found on the page to which a result leads: scrolls to the paragraph, item or row, and marks the words.
const foundPlace = (() => {
  const BLOCKS = "p, li, dt, dd, tr, caption, figcaption, blockquote, h1, h2, h3, h4, h5, h6, summary, pre, aside, div, section, header, figure, article";
  // Signs of the page that the texts of the search are without.
  const SIGNS = ".permalink, .noteref, .backlink, script, style, svg";
  const NAME = "bookbuilder-found";

  // Return the texts of an element that a reader reads.
  const texts = (element) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT, (node) =>
      node.parentElement.closest(SIGNS) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
    );
    const found = [];
    while (walker.nextNode()) found.push(walker.currentNode);
    return found;
  };
  const letters = (text) => text.replace(/[^\p{L}\p{N}]/gu, "");

  // Return the smallest block with a text: in an element, else on the page.
  const block = (element, text) => {
    const wanted = letters(text);
    for (const outer of [element, element.closest("article"), document.querySelector("main")]) {
      if (!outer || !wanted) continue;
      let found = null;
      for (const one of [outer, ...outer.querySelectorAll(BLOCKS)]) {
        // An inner block comes later than the one around it.
        if (letters(texts(one).map((node) => node.data).join("")).includes(wanted)) found = one;
        else if (found && !found.contains(one)) break;
      }
      if (found && found !== document.querySelector("main")) return found;
    }
    return element;
  };

  // Return the ranges of the words in an element; they may be divided by soft hyphens and by other elements.
  const ranges = (element, words) => {
    const nodes = texts(element);
    let text = "";
    const places = []; // of each letter of the text: its node, and where it stands in that
    for (const node of nodes) {
      for (let at = 0; at < node.data.length; at++) {
        if (/[\u00ad\u200b\u200e\u200f\u2060-\u2064\ufeff]/.test(node.data[at])) continue;
        text += /\s/.test(node.data[at]) ? " " : node.data[at];
        places.push([node, at]);
      }
    }
    const letter = (sign) => /[\p{L}\p{N}\p{M}]/u.test(sign ?? "");
    const unspaced = /[\u3040-\u9fff\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff]/;
    const found = [];
    for (const word of words) {
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
        const inWord = (letter(text[at - 1]) && letter(word[0])) || (letter(text[at + word.length]) && letter(word.at(-1)));
        if (inWord && !unspaced.test(word)) continue;
        const range = document.createRange();
        const [[first, start], [last, end]] = [places[at], places[at + word.length - 1]];
        range.setStart(first, start);
        range.setEnd(last, end + 1);
        found.push(range);
      }
    }
    return found;
  };

  const clear = () => {
    if (self.CSS?.highlights) CSS.highlights.delete(NAME);
  };
  // Show a place: { anchor, text, words }. Return whether it is on this page.
  const show = ({ anchor, text, words }) => {
    const element = document.getElementById(anchor);
    if (!element) return false;
    const found = block(element, text);
    for (let outer = found; outer; outer = outer.parentElement) if (outer.localName === "details") outer.open = true;
    const marks = ranges(found, words);
    if (self.CSS?.highlights) CSS.highlights.set(NAME, new Highlight(...marks));
    found.scrollIntoView({ block: found.offsetHeight > innerHeight / 2 ? "start" : "center" });
    return true;
  };
  return { show, clear };
})();
