import { Channel } from "./channel.mjs";
import { Controls } from "./controls.mjs";
import { create, keyOf } from "./elements.mjs";
import { newGesture } from "./gestures.mjs";
import { hearAtOnce } from "./hearing.mjs";
import { Keys } from "./keys.mjs";
import { Links } from "./links.mjs";
import { Notices } from "./notices.mjs";
import { Picture } from "./picture.mjs";
import { Pointer } from "./pointer.mjs";
import { Timers } from "./timers.mjs";
import { Width } from "./width.mjs";

/** Milliseconds without a move after which the hand rests. */
const REST = 400;

/** One display of a model. */
export class View {
  /**
   * @param {any} model  the anywidget model
   * @param {HTMLElement} el  the element that the view may fill
   */
  constructor(model, el) {
    this.model = model;
    this.ending = new AbortController();
    this.timers = new Timers();
    /** Holds the markup. */
    this.stage = create("div", { class: "bp-stage" });
    /** The frame around all that the view shows: every listener is on it, and no patch touches it. */
    this.root = create("div", { class: "bp bp-live", tabindex: "-1" }, this.stage);
    this.notices = new Notices(this);
    hearAtOnce(model);
    this.channel = new Channel(this);
    this.pointer = new Pointer(this);
    this.controls = new Controls(this);
    this.keys = new Keys(this);
    this.links = new Links(this);
    this.picture = new Picture(this);
    el.replaceChildren(this.root);
    this.picture.update();
    this.width = new Width(this);
    this.followLink();
  }

  /** What the link that opened the page says in the parameter that the markup asks for. */
  followLink() {
    const root = this.outermost();
    const name = root?.dataset.fromLink;
    if (!name) return;
    // Not location: JupyterLab has put an address of its own there since.
    const [opened] = performance.getEntriesByType("navigation");
    const value = opened && new URL(opened.name).searchParams.get(name);
    if (value) this.report(keyOf(root), "change", { value, gesture: newGesture(), done: true });
  }

  get ended() {
    return this.ending.signal.aborted;
  }

  /** Leave nothing behind: no listener, no timer, no node. */
  end() {
    this.ending.abort();
    this.timers.forgetAll();
    this.root.remove();
  }

  /** @param {() => void} action */
  atEnd(action) {
    this.ending.signal.addEventListener("abort", action);
  }

  /**
   * Listen to the view's nodes.
   * @param {string} type
   * @param {(event: any) => void} handler
   */
  on(type, handler) {
    this.hear(this.root, type, handler);
  }

  /**
   * @param {string} type
   * @param {(event: any) => void} handler
   */
  onWindow(type, handler) {
    this.hear(window, type, handler);
  }

  /**
   * Listen until the view ends.
   * @param {EventTarget} target
   * @param {string} type
   * @param {(event: any) => void} handler
   */
  hear(target, type, handler) {
    target.addEventListener(type, handler, { signal: this.ending.signal, passive: false });
  }

  /**
   * @param {string} name
   * @param {(...args: any[]) => void} handler
   */
  onModel(name, handler) {
    this.model.on(name, handler);
    this.atEnd(() => this.model.off(name, handler));
  }

  /** The outermost element of the markup. */
  outermost() {
    return /** @type {HTMLElement | null} */ (this.stage.firstElementChild);
  }

  /** The element of this view that has the focus. */
  focused() {
    const { activeElement } = /** @type {any} */ (this.root.getRootNode()); // in a shadow tree not the document's
    return this.root.contains(activeElement) ? activeElement : null;
  }

  /**
   * @param {string} key
   * @returns {HTMLElement | null}
   */
  find(key) {
    return key === "" ? null : this.stage.querySelector(`[data-key="${CSS.escape(key)}"]`);
  }

  /**
   * The nearest element around another that reports this type of event.
   * @param {Element} element
   * @param {string} type
   * @returns {Element | null}
   */
  reporter(element, type) {
    const reporter = element.closest(`[data-on~="${type}"]`);
    return this.stage.contains(reporter) ? reporter : null;
  }

  /**
   * @param {string} key
   * @param {string} type
   * @param {Object<string, any>} value
   * @returns {number} the seq of the message
   */
  report(key, type, value) {
    this.stir();
    this.notices.complain("");
    return this.channel.put(key, type, value);
  }

  /** The hand has moved. */
  stir() {
    this.timers.later("rest", REST, () => {
      if (this.pointer.drag || this.controls.pressed) this.stir();
      else this.picture.say();
    });
  }

  isResting() {
    return !this.timers.has("rest");
  }
}
