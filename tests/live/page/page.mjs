/** A page of one control, without a browser: the real parts of a view over as little of a document as they take. */

import { Channel } from "../../../backprop_widgets/live/page/channel.mjs";
import { Controls } from "../../../backprop_widgets/live/page/controls.mjs";
import { Keys } from "../../../backprop_widgets/live/page/keys.mjs";
import { Picture } from "../../../backprop_widgets/live/page/picture.mjs";
import { Timers } from "../../../backprop_widgets/live/page/timers.mjs";

globalThis.Element = class {
  constructor(localName, attributes) {
    Object.assign(this, { localName, nodeName: localName.toUpperCase(), attributes, childNodes: [] });
    this.typed = attributes.value;
  }
  get type() { return this.attributes.type; }
  get defaultValue() { return this.attributes.value; }
  get value() { return String(Math.min(this.typed, this.attributes.max ?? Infinity)); }
  set value(value) { this.typed = value; }
  getAttribute(name) { return this.attributes[name] ?? null; }
  getAttributeNames() { return Object.keys(this.attributes); }
  hasAttribute(name) { return name in this.attributes; }
  setAttribute(name, value) { this.attributes[name] = value; }
  isEqualNode(other) { return JSON.stringify(this.attributes) === JSON.stringify(other.attributes); }
  contains(other) { return this === other; }
  matches() { return false; }
};
globalThis.HTMLInputElement = class extends Element {};
globalThis.HTMLSelectElement = class extends Element {};
globalThis.HTMLAnchorElement = class extends Element {};
globalThis.cancelAnimationFrame = () => {};
globalThis.CSS = { escape: (text) => text };
globalThis.document = Object.assign(new EventTarget(), {
  createElement: () => ({
    set innerHTML(markup) {
      this.content = { childNodes: [element(JSON.parse(markup))], querySelectorAll: () => [] };
    },
  }),
});

function element({ localName, ...attributes }) {
  return new (localName === "input" ? HTMLInputElement : Element)(localName, attributes);
}

/**
 * A view of one element.
 * @param {Object<string, string>} attributes  of the element, with its localName
 */
export function openView(attributes) {
  const shown = element(attributes);
  const handlers = [];
  const frames = [];
  const sent = [];
  let edition = { version: 1, markup: JSON.stringify(attributes) };
  globalThis.requestAnimationFrame = (action) => frames.push(action);
  const view = {
    model: { send: (message) => message.seq && sent.push(message), get: () => edition },
    timers: new Timers(),
    stage: { childNodes: [shown], firstChild: shown, querySelector: () => null, querySelectorAll: () => [shown] },
    root: { removeAttribute() {} },
    notices: { complain() {}, setGone() {} },
    links: { show() {} },
    on: (...handler) => handlers.push(handler),
    onWindow: (...handler) => handlers.push(handler),
    onModel() {},
    hear() {},
    atEnd() {},
    stir() {},
    isResting: () => true,
    focused: () => shown,
    outermost: () => null,
    reporter: (target, type) => (target.getAttribute("data-on").split(" ").includes(type) ? target : null),
    report: (...event) => view.channel.put(...event),
  };
  view.stage.contains = (node) => node === shown;
  view.channel = new Channel(view);
  view.controls = new Controls(view);
  view.keys = new Keys(view);
  view.picture = new Picture(view);
  view.picture.shown = edition.markup;

  /** The kernel answers everything that is on its way, and says how the element is now. */
  function answer(now = attributes) {
    edition = { ...edition, markup: JSON.stringify(now) };
    for (const seq of [...view.channel.outbox.underway.keys()]) {
      view.channel.onMessage({ view: view.channel.outbox.view, ack: seq });
    }
    view.picture.updateSoon();
    frames.splice(0).forEach((action) => action());
    view.timers.forget("answer");
  }

  /** Something happens to the element; was it kept from the browser? */
  function fire(type, details = {}) {
    const event = { target: shown, button: 0, defaultPrevented: false, ...details };
    event.preventDefault = () => (event.defaultPrevented = true);
    for (const [of, handler] of handlers) if (of === type) handler(event);
    return event.defaultPrevented;
  }

  const press = (key, repeat = false) => fire("keydown", { key, repeat });
  return { view, shown, sent, answer, fire, press };
}
