// Shows an e-book with foliate-js, tells the preview which word is clicked on, and turns to the word that it asks for.

import "./foliate-js/view.js";
import { EPUB } from "./foliate-js/epub.js";

const asked = new URLSearchParams(location.search);
const base = `epub/${asked.get("edition")}/`;
const address = (name) => base + name.split("/").map(encodeURIComponent).join("/");
const sizes = await (await fetch(base)).json();

const load = async (name) => {
  if (!(name in sizes)) return null;
  const answer = await fetch(address(name));
  return answer.ok ? answer : null;
};
const book = await new EPUB({
  loadText: async (name) => (await load(name))?.text() ?? null,
  loadBlob: async (name, type) => new Blob([await (await load(name)).arrayBuffer()], { type }),
  getSize: (name) => sizes[name] ?? 0,
}).init();

const view = document.createElement("foliate-view");
document.body.append(view);
const shown = new Map();
const tell = (values) => parent.postMessage(values, location.origin);

view.addEventListener("load", ({ detail: { doc, index } }) => {
  const nodes = textNodes.of(doc);
  shown.set(index, nodes);
  doc.addEventListener("click", (event) => {
    const found = textNodes.clicked(event, nodes);
    // The place of the package document is no part of the name.
    if (found) tell({ html: book.sections[index].id.replace(/^.*?(?=text\/)/, ""), ...found });
  }, true);
  doc.addEventListener("keydown", turn);
});

const turn = ({ key }) => {
  if (key === "ArrowRight") view.goRight();
  if (key === "ArrowLeft") view.goLeft();
};
addEventListener("keydown", turn);

const LOOKS = {
  light: "html, body { background: #fff; color: #000 }",
  dark: "html, body { color-scheme: dark; background: #16140f; color: #e8e2d6 } a:any-link { color: #9dc3f0 }",
  sepia: "html, body { background: #f6ecd8; color: #3b2f1d }",
};

addEventListener("message", async ({ source, origin, data }) => {
  if (source !== parent || origin !== location.origin) return;
  if (data.turn) await (data.turn > 0 ? view.goRight() : view.goLeft());
  if (typeof data.html !== "string") return;
  const index = book.sections.findIndex(({ id }) => id.endsWith(data.html));
  if (index < 0) return;
  await view.renderer.goTo({ index, anchor: (doc) => {
    const node = textNodes.of(doc)[data.node];
    return node ? textNodes.word(node, data.offset) : doc.body;
  } });
  const { doc } = view.renderer.getContents().find((one) => one.index === index) ?? {};
  const node = doc && shown.get(index)?.[data.node];
  if (!node) return;
  doc.getSelection().removeAllRanges();
  doc.getSelection().addRange(textNodes.word(node, data.offset));
});

await view.open(book);
const look = asked.get("look");
document.documentElement.className = look;
view.renderer.setStyles(`${LOOKS[look] ?? LOOKS.light} html { font-size: ${Number(asked.get("size")) || 100}% }`);
await view.goTo(asked.get("at") || 0);
view.addEventListener("relocate", ({ detail: { cfi } }) => tell({ at: cfi }));
tell({ ready: true });
