// The bar between two panes: it is moved with the pointer or with the arrows.

import { kept, say } from "./dom.js";

const [LEAST, STEP] = [20, 5];

export const divider = (panes) => {
  const bar = document.createElement("div");
  Object.assign(bar, { className: "divider", tabIndex: 0, role: "separator" });
  bar.setAttribute("aria-label", say("divider"));
  const stacked = () => panes.classList.contains("stacked");
  const set = (share) => {
    const given = Math.round(Math.max(LEAST, Math.min(100 - LEAST, share)));
    kept("share", given);
    panes.style.setProperty("--first", given);
    panes.style.setProperty("--second", 100 - given);
    bar.setAttribute("aria-valuenow", given);
  };
  bar.setAttribute("aria-valuemin", LEAST);
  bar.setAttribute("aria-valuemax", 100 - LEAST);
  set(Number(kept("share") ?? 50));
  bar.addEventListener("pointerdown", (event) => {
    bar.setPointerCapture(event.pointerId);
    panes.classList.add("moving"); // or a frame would take the pointer
    event.preventDefault();
  });
  bar.addEventListener("pointermove", ({ pointerId, clientX, clientY }) => {
    if (!bar.hasPointerCapture(pointerId)) return;
    const { x, y, width, height } = panes.getBoundingClientRect();
    set(stacked() ? ((clientY - y) / height) * 100 : ((clientX - x) / width) * 100);
  });
  bar.addEventListener("lostpointercapture", () => panes.classList.remove("moving"));
  bar.addEventListener("keydown", (event) => {
    const by = { ArrowRight: STEP, ArrowDown: STEP, ArrowLeft: -STEP, ArrowUp: -STEP }[event.key];
    if (!by) return;
    event.preventDefault();
    event.stopPropagation();
    set(Number(bar.getAttribute("aria-valuenow")) + by);
  });
  bar.addEventListener("dblclick", () => set(50));
  return bar;
};
