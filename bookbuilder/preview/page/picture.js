// The picture of a page, large or small: it is asked for when it is near what is seen, and again when it may look otherwise.

const WIDEST = 4000;

const PICTURES = new WeakMap();

export class Picture {
  constructor(pane, number, image) {
    PICTURES.set(image, this);
    Object.assign(this, { pane, number, image, stamp: "", drawn: 0, etag: "", near: false });
  }

  async draw() {
    const { pane, number, image } = this;
    // Never coarser than before: a page that has not changed is to have the same picture.
    const wanted = Math.max(this.drawn, Math.min(WIDEST, Math.ceil(image.width * devicePixelRatio)));
    const [address, stamp] = [pane.address, pane.stamp(number)];
    if (!this.near || (this.stamp === stamp && this.drawn >= wanted)) return;
    [this.stamp, this.drawn] = [stamp, wanted];
    const asking = this.asking = {};
    image.dataset.requested = ""; // aria-busy is not allowed where alt is empty, as at the small ones
    const early = pane.isEarly(number) ? `&early=${pane.early.number}` : "";
    const answer = await fetch(`pages/${address}/${number}.png?width=${wanted}${early}`, { cache: "no-store" }).catch(() => null);
    const picture = answer?.ok ? await answer.blob().catch(() => null) : null;
    // Another size or build may have been asked for meanwhile; answers may come in another order than they were asked for.
    if (this.asking !== asking) return;
    delete image.dataset.requested;
    if (!picture) this.stamp = ""; // the next one who draws asks again
    const etag = answer?.headers.get("etag");
    if (!picture || pane.stamp(number) !== stamp || etag === this.etag) return;
    this.etag = etag;
    const before = image.src;
    image.src = URL.createObjectURL(picture);
    if (before) URL.revokeObjectURL(before);
  }
}

// Tell pictures in a scrolled area whether they are near what is seen of it.
export const watched = (root, margin) => new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    const picture = PICTURES.get(target);
    picture.near = isIntersecting;
    picture.draw();
  }
}, { root, rootMargin: margin });
