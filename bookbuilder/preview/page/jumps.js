// In a page of the web edition: tells the preview which word is clicked on and how far it is read, and marks the word and goes
// to the place that it asks for.

(() => {
  let [nodes, pictures] = [[], []];
  const read = () => { [nodes, pictures] = [textNodes.of(document), textNodes.pictures(document)]; };
  // As the page was written: its own scripts run later, and may add text.
  if (document.readyState === "loading") document.addEventListener("readystatechange", read, { once: true });
  else read();

  const html = location.pathname.split("/").at(-1);
  const tellPlace = () => parent.postMessage({ page: html, scrolled: scrollY }, "*");
  addEventListener("load", tellPlace);
  addEventListener("scrollend", tellPlace);

  document.addEventListener("click", (event) => {
    const found = textNodes.clicked(event, nodes, pictures);
    if (found) parent.postMessage({ html, ...found }, "*");
  }, true);

  addEventListener("message", ({ source, data }) => {
    if (source !== parent) return;
    if (Number.isFinite(data.scrolled)) scrollTo({ top: data.scrolled, behavior: "instant" });
    const node = nodes[data.node];
    if (!node) return;
    getSelection().removeAllRanges();
    getSelection().addRange(textNodes.word(node, data.offset));
    node.parentElement.scrollIntoView({ block: "center" });
  });
})();
