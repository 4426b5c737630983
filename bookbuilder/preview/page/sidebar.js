// The side bar: the chapters of what a pane shows, and its pages in small.

import { element, made, renewed, roving, say } from "./dom.js";
import { Picture, watched } from "./picture.js";

const WIDTH = 76;

export class Sidebar {
  constructor() {
    [this.bar, this.chapters, this.thumbs] = ["sidebar", "chapters", "thumbs"].map(element);
    this.pictures = [];
    this.seen = watched(this.thumbs, "50% 0px");
    this.stopAtChapter = roving(this.chapters, "button");
    this.stopAtPage = roving(this.thumbs, "button");
  }

  // Show what a pane shows; keep what is there already.
  show(pane) {
    const { outline, pages } = pane;
    if (this.pane !== pane || this.outline !== outline) this.list(pane, outline?.chapters ?? []);
    if (this.pane !== pane || this.pages !== pages || this.facing !== outline?.facing) this.draw(pane, pages, outline);
    else for (const picture of this.pictures) picture.draw();
    Object.assign(this, { pane, outline, pages, facing: outline?.facing });
    element("no-chapters").hidden = this.chapters.childElementCount > 0 || pages.length > 0;
    this.mark(pane);
  }

  list(pane, chapters) {
    renewed(this.chapters, chapters.map((chapter) => {
      const folio = pane.pages[chapter.page - 1]?.label ?? "";
      const button = made("button", { type: "button" }, made("span", { textContent: chapter.title, dir: "auto" }), " ",
        made("span", { className: "folio", textContent: folio }));
      button.addEventListener("click", () => pane.goTo(chapter));
      return made("li", {}, button);
    }));
    this.entries = chapters;
    this.stopAtChapter(this.chapters.querySelector("button:focus") ?? this.chapters.querySelector("button"));
  }

  draw(pane, pages, outline) {
    this.seen.disconnect();
    this.thumbs.dir = outline?.right_to_left ? "rtl" : "ltr";
    this.thumbs.classList.toggle("facing", Boolean(outline?.facing));
    renewed(this.thumbs, pages.map(({ number, label, points: [width, height] }) => {
      const image = made("img", { alt: "", width: WIDTH, height: Math.round((WIDTH * height) / width) });
      const button = made("button", { type: "button" }, image, made("span", { className: "folio", textContent: label }));
      button.setAttribute("aria-label", say("page", { label, number, count: pages.length }));
      button.addEventListener("click", () => pane.goTo({ page: number }));
      return made("li", {}, button);
    }));
    const images = [...this.thumbs.querySelectorAll("img")];
    this.pictures = images.map((image, index) => new Picture(pane, index + 1, image));
    for (const image of images) this.seen.observe(image);
    this.stopAtPage(this.thumbs.querySelector("button:focus") ?? this.thumbs.querySelector("button"));
  }

  // Mark the chapter and the page that are read.
  mark(pane) {
    if (pane !== this.pane) return;
    const number = pane.current()?.number ?? 0;
    const entry = pane.pages.length ? this.entries.findLastIndex(({ page }) => page <= number) : this.entries.findIndex(({ href }) => href && href === pane.atHref);
    this.point(this.chapters, entry, "true", this.stopAtChapter);
    this.point(this.thumbs, number - 1, "page", this.stopAtPage);
  }

  point(list, at, kind, stop) {
    const button = list.children[at]?.firstElementChild;
    const before = list.querySelector("[aria-current]");
    if (before === (button ?? null)) return;
    before?.removeAttribute("aria-current");
    if (!button) return;
    button.setAttribute("aria-current", kind);
    if (list.contains(document.activeElement)) return;
    stop(button);
    const [seen, room] = [button.getBoundingClientRect(), list.getBoundingClientRect()];
    if (seen.top < room.top || seen.bottom > room.bottom) list.scrollTop += seen.top - room.top - room.height / 3;
  }
}
