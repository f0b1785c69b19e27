import { keyOf } from "./elements.mjs";
import { newGesture } from "./gestures.mjs";

/** @typedef {import("./view.mjs").View} View */

/** Reports when the view has become narrower than its markup asks about, or wide again. */
export class Width {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    /** @type {Map<string, boolean>} by key, what was seen last: two displays of one view don't argue */
    this.seen = new Map();
    const observer = new ResizeObserver(() => this.look());
    observer.observe(view.root); // its height changes as well when other markup comes
    view.atEnd(() => observer.disconnect());
  }

  look() {
    const width = this.view.root.clientWidth;
    const asking = this.view.stage.querySelector("[data-narrow]");
    if (!asking || width === 0) return; // 0: out of sight
    const key = keyOf(asking);
    const narrow = width < Number(asking.getAttribute("data-narrow"));
    const before = this.seen.get(key);
    this.seen.set(key, narrow);
    if (narrow === before || narrow === asking.hasAttribute("data-is-narrow")) return;
    this.view.report(key, "change", { value: narrow, gesture: newGesture(), done: true });
  }
}
