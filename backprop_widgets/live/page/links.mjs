import { words } from "./elements.mjs";

/** @typedef {import("./view.mjs").View} View */

/**
 * Is an element lit that has these references?
 * @param {string | null} refs
 * @param {Set<string>} lit
 */
export function isLit(refs, lit) {
  return words(refs).some((word) => lit.has(word));
}

/** Lights everything that shares a data-ref with what is under the pointer or has the focus. */
export class Links {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    /** @type {string[]} */
    this.hovered = [];
    /** @type {string[]} */
    this.focused = [];
    view.on("pointerover", ({ target }) => this.hover(target));
    view.on("pointerleave", () => this.hover(null));
    view.on("focusin", ({ target }) => this.focus(target));
    view.on("focusout", () => this.focus(null));
  }

  /** @param {Element | null} element */
  hover(element) {
    this.hovered = this.refs(element);
    this.show();
  }

  /** @param {Element | null} element */
  focus(element) {
    this.focused = this.refs(element);
    this.show();
  }

  /** @param {Element | null} element */
  refs(element) {
    return words(element?.closest("[data-ref]")?.getAttribute("data-ref"));
  }

  show() {
    const lit = new Set([...this.hovered, ...this.focused]);
    for (const element of this.view.stage.querySelectorAll("[data-ref]")) {
      element.toggleAttribute("data-lit", isLit(element.getAttribute("data-ref"), lit));
    }
  }
}
