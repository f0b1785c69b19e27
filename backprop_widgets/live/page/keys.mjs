import { isComposing, keyOf, modifiers, reports, words } from "./elements.mjs";
import { TYPED, kindOf } from "./values.mjs";

/** @typedef {import("./view.mjs").View} View */

/** The keys of an element that reports keys and doesn't say which. */
const ARROWS = "ArrowUp ArrowDown";

/**
 * The name under which data-keys lists the key that was pressed; "" for one that is left to the browser.
 *
 * A letter with Control or Command is named "Ctrl+z", so that the shortcut z leaves Ctrl+Z alone; with another key,
 * such as Home or Enter, they are the browser's or JupyterLab's. Caps Lock changes nothing, and nor does a Mac, which
 * writes a letter small while Command is held. Many know Ctrl+y as Ctrl+Shift+z. On a keyboard that writes no Latin
 * letters the place of the key counts.
 * @param {{key: string, code: string, shiftKey: boolean, ctrlKey: boolean, metaKey: boolean, altKey: boolean}} event
 */
export function keyName(event) {
  if (event.altKey) return "";
  const held = event.ctrlKey || event.metaKey;
  if (event.key === " " || event.key.length > 1) return held ? "" : event.key.replace(" ", "Space");
  const key = event.key > "~" && event.code.startsWith("Key") ? event.code.slice(3) : event.key;
  const letter = event.shiftKey ? key.toUpperCase() : key.toLowerCase();
  return held ? `Ctrl+${letter === "Z" ? "y" : letter}` : letter;
}

const MOVING_KEYS = ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "Home", "End", "PageUp", "PageDown"];
const PRESSING_KEYS = ["Enter", "Space"];

/**
 * Does a native control of this kind need the key for itself?
 * @param {string} kind  see kindOf
 * @param {string} name  see keyName
 */
export function controlNeeds(kind, name) {
  if (TYPED.includes(kind)) return true;
  if (kind === "select") return !name.startsWith("Ctrl+");
  if (kind === "range") return MOVING_KEYS.includes(name);
  if (kind === "radio") return MOVING_KEYS.includes(name) || name === "Space";
  return kind !== "" && PRESSING_KEYS.includes(name);
}

/** Keys that elements take, shortcuts of the whole view, and Enter and Space as clicks. */
export class Keys {
  /** @param {View} view */
  constructor(view) {
    this.view = view;
    view.on("keydown", (event) => this.onKey(event));
  }

  /** @param {KeyboardEvent & {target: Element}} event */
  onKey(event) {
    const name = event.defaultPrevented || isComposing(event) ? "" : keyName(event);
    const copier = name === "" || controlNeeds(kindOf(event.target), name) ? null : this.copier(name);
    if (copier) {
      event.preventDefault();
      copier.click();
      return;
    }
    const taker = name === "" ? null : this.taker(event.target, name);
    // While a slow kernel has work enough a held key adds none: it would run on after it is let go.
    const runsAhead = event.repeat && this.view.channel.outbox.waiting.length > 0;
    if (!taker && !(runsAhead && name === "Enter" && kindOf(event.target) === "button")) return;
    event.preventDefault();
    if (runsAhead) return;
    this.view.controls.finishTyping(event.target); // a key works on what is typed, not on what was there before
    if (this.takes(taker, name)) {
      this.view.report(keyOf(taker), "key", { key: name.replace("Ctrl+", ""), ...modifiers(event) });
    } else if (!event.repeat) {
      this.view.report(keyOf(taker), "click", modifiers(event));
    }
  }

  /**
   * The button that copies when this key is pressed.
   * @param {string} name
   * @returns {HTMLElement | null}
   */
  copier(name) {
    return this.view.stage.querySelector(`[data-copy][aria-keyshortcuts="${CSS.escape(name)}"]`);
  }

  /**
   * Which element a key is for: the focused one; if that has no use for it, the next around it that lists it.
   * @param {Element} focused
   * @param {string} name
   * @returns {Element | null}
   */
  taker(focused, name) {
    // A click beside everything that can have the focus gives it to the frame: there the shortcuts hold as well.
    if (focused === this.view.root) return this.takes(this.view.outermost(), name) ? this.view.outermost() : null;
    if (this.takes(focused, name)) return focused;
    const kind = kindOf(focused);
    if (controlNeeds(kind, name)) return null;
    if (kind === "" && PRESSING_KEYS.includes(name) && reports(focused, "click")) return focused;
    for (let around = focused.parentElement; this.view.stage.contains(around); around = around.parentElement) {
      if (this.takes(around, name)) return around;
    }
    return null;
  }

  /**
   * @param {Element | null} element
   * @param {string} name
   */
  takes(element, name) {
    if (!element) return false;
    const asked = reports(element, "key");
    if (!asked && element !== this.view.outermost()) return false;
    return words(element.getAttribute("data-keys") ?? (asked ? ARROWS : "")).includes(name);
  }
}
