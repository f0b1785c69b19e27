import { create } from "./elements.mjs";
import { SUPPRESS } from "./markup.mjs";

/** @typedef {import("./view.mjs").View} View */

const GONE = "The kernel does not answer. Run the cell again to go on";

/** The lines under the picture: what went wrong, and that the kernel is gone. */
export class Notices {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    this.model = view.model;
    this.errorLine = create("p", { class: "bp-error", role: "alert" });
    this.goneBox = create("div", { class: "bp-gone", role: "alert" });
    view.root.append(this.errorLine, this.goneBox);
    /** What the page itself has to say; it goes before the error of the last event. */
    this.complaint = "";
    this.gone = false;
    view.onModel("change:edition", () => {
      this.showError();
      this.showGone();
    });
    this.showError();
  }

  /** @param {string} complaint  "" to take it back */
  complain(complaint) {
    this.complaint = complaint;
    this.showError();
  }

  showError() {
    const text = this.complaint || this.model.get("edition").error;
    if (this.errorLine.textContent !== text) this.errorLine.textContent = text;
  }

  /** @param {boolean} gone */
  setGone(gone) {
    if (this.gone === gone) return;
    this.gone = gone;
    this.showGone();
  }

  showGone() {
    const { rescue } = this.model.get("edition");
    const hasFocus = this.goneBox.contains(this.view.focused());
    if (!this.gone) {
      this.goneBox.replaceChildren();
    } else if (rescue === "") {
      this.goneBox.replaceChildren(create("p", {}, `${GONE}.`));
    } else {
      const sentence = create("p", {}, `${GONE}; this is where you were:`);
      const copy = create("button", { type: "button", "data-copy": rescue, [SUPPRESS]: "true" }, "Copy");
      this.goneBox.replaceChildren(sentence, create("pre", {}, rescue), copy);
    }
    if (hasFocus) (this.goneBox.querySelector("button") ?? this.view.root).focus({ preventScroll: true });
  }
}
