import assert from "node:assert/strict";
import { test } from "node:test";

import { Notices } from "../../../backprop_widgets/live/page/notices.mjs";

/** As much of an element as a notice takes. */
class Part {
  constructor(name) {
    Object.assign(this, { name, attributes: {}, children: [] });
  }
  setAttribute(name, value) { this.attributes[name] = value; }
  append(...children) { this.children.push(...children); }
  replaceChildren(...children) {
    if (this.contains(document.activeElement)) document.activeElement = null;
    this.children = children;
  }
  contains(other) { return this.children.includes(other); }
  querySelector(name) { return this.children.find((child) => child.name === name) ?? null; }
  focus() { document.activeElement = this; }
}

/** The notices of a view whose kernel is gone, and how to find the button that copies. */
function loseKernel(t) {
  globalThis.document = { activeElement: null, createElement: (name) => new Part(name) };
  t.after(() => delete globalThis.document);
  const edition = { error: "", rescue: "Session(...)" };
  const root = new Part("div");
  const notices = new Notices({
    model: { get: () => edition }, root, onModel() {}, focused: () => document.activeElement,
  });
  notices.setGone(true);
  return { notices, root, button: () => notices.goneBox.querySelector("button") };
}

test("JupyterLab leaves the keys to the button that copies when the kernel is gone", (t) => {
  const { button } = loseKernel(t);
  assert.equal(button().attributes["data-copy"], "Session(...)");
  assert.equal(button().attributes["data-lm-suppress-shortcuts"], "true");
});

test("the focus on that button stays in the view when it is drawn again or goes", (t) => {
  const { notices, root, button } = loseKernel(t);
  notices.showGone();
  assert.equal(document.activeElement, null); // nobody's focus is taken
  button().focus();
  notices.showGone();
  assert.equal(document.activeElement, button());
  notices.setGone(false);
  assert.equal(document.activeElement, root);
});
