// How pages are laid out and how large they are, from the room that there is. Lengths of pages are in points, others in pixels.

export const PX = 96 / 72;
export const AROUND = 16;
// The scale from which pages can be read: the text of a page of usual size is then some 6 or 9 pixels high.
const READABLE = { alone: 0.45, beside: 0.7 };
const READABLE_SPREAD = { fitted: READABLE, spreads: { alone: 0, beside: 0.6 } };
const SIZES = [0.25, 0.33, 0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3, 4];
const OVERVIEW = 0.25;

// Return how many pages stand side by side, and the scale at which they are seen whole; pages that could not be read so are as
// large as can be read, or as wide as the room.
export const fitted = (view, facing, pages, [width, height], beside) => {
  if (view === "overview") return [1, OVERVIEW];
  const [widest, highest] = [0, 1].map((side) => Math.max(...pages.map(({ points }) => points[side] * PX)));
  const panes = beside ? "beside" : "alone";
  const least = READABLE[panes];
  const [across, high] = [(count) => (width - 2 * AROUND) / (widest * count), (height - 2 * AROUND) / highest];
  const whole = (count) => Math.min(across(count), high);
  const two = (view === "spreads" || (view === "fitted" && facing)) && whole(2) >= READABLE_SPREAD[view][panes];
  const count = two ? 2 : 1;
  return [count, Math.max(whole(count), Math.min(least, across(count)), 0.02)];
};

// Return the pages in rows. A recto ends a spread that the verso before it begins: the first page stands alone.
export const rows = (pages, across) => {
  const result = [];
  for (const page of pages) {
    const row = result.at(-1);
    if (across === 2 && row?.length === 1 && row[0].number % 2 === 0) row.push(page);
    else result.push([page]);
  }
  return result;
};

// Return the next larger size, or the next smaller one.
export const stepped = (scale, larger) =>
  (larger ? SIZES.find((one) => one > scale * 1.02) : SIZES.findLast((one) => one < scale / 1.02)) ?? scale;
