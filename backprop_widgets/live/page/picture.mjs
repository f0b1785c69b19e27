import { keyOf } from "./elements.mjs";
import { SUPPRESS, ownNames, parse, suppressShortcuts } from "./markup.mjs";
import { patchChildren } from "./patch.mjs";

/** @typedef {import("./view.mjs").View} View */

/** Keeps the page like the model's markup. */
export class Picture {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    this.shown = "";
    /** The animation frame that was asked for; 0 if none. */
    this.frame = 0;
    /** @type {Map<Element, Element>} data-say elements with the content that waits until the hand rests */
    this.unsaid = new Map();
    view.onModel("change:edition", () => this.updateSoon());
    view.atEnd(() => cancelAnimationFrame(this.frame));
  }

  /** Bring the page up to date before it is painted next, once for all that has come by then. */
  updateSoon() {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.update();
    });
  }

  update() {
    const { markup } = this.view.model.get("edition");
    if (markup !== this.shown) this.patch(markup);
    this.view.controls.sync();
  }

  /** Let the page have what was kept from it while a slider was held, also where nothing new is drawn. */
  renew() {
    this.shown = "";
    this.update();
  }

  /** @param {string} markup */
  patch(markup) {
    this.shown = markup;
    this.unsaid.clear();
    const focused = this.view.focused();
    const content = parse(markup);
    suppressShortcuts(content);
    ownNames(content, this.view.channel.outbox.view);
    const { pressed } = this.view.controls;
    patchChildren(this.view.stage, content, { focused, pressed, postpone: this.postpone.bind(this) });
    if (focused && !this.hasFocus(focused)) this.passFocus(focused);
    this.suppressInFrame();
    this.view.links.show();
  }

  /** @param {Element} element */
  hasFocus(element) {
    return this.view.focused() === element && !element.matches(":disabled");
  }

  /**
   * Give the focus of an element that went to the one with its key, to the one that it names, or to the whole view.
   * @param {Element} gone
   */
  passFocus(gone) {
    const heirs = [
      this.view.find(keyOf(gone)),
      this.view.find(gone.getAttribute("data-focus-next") ?? ""),
      this.view.outermost(),
      this.view.root,
    ];
    for (const heir of heirs) {
      heir?.focus({ preventScroll: true });
      if (heir && this.hasFocus(heir)) return;
    }
  }

  /** The frame has the focus for the sake of shortcuts: without any, JupyterLab may have all keys. */
  suppressInFrame() {
    const hasShortcuts = this.view.outermost()?.hasAttribute("data-keys");
    if (hasShortcuts) this.view.root.setAttribute(SUPPRESS, "true");
    else this.view.root.removeAttribute(SUPPRESS);
  }

  /**
   * Keep what a data-say element is to say until the hand rests: a screen reader would read every step of a drag.
   * @param {Element} target
   * @param {Element} source
   */
  postpone(target, source) {
    if (!target.hasAttribute("data-say") || this.view.isResting()) return false;
    this.unsaid.set(target, source);
    return true;
  }

  say() {
    const care = { focused: this.view.focused(), pressed: null, postpone: () => false };
    for (const [target, source] of this.unsaid) patchChildren(target, source, care);
    this.unsaid.clear();
  }
}
