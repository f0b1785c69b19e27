import assert from "node:assert/strict";
import { test } from "node:test";

import { words } from "../../../backprop_widgets/live/page/elements.mjs";
import { matchNodes, patchChildren } from "../../../backprop_widgets/live/page/patch.mjs";

/** "a:g" is a <g> with the key a, "g" one without. */
function nodes(text) {
  return words(text).map((word) => {
    const [name, key] = word.split(":").reverse();
    return { key: key ?? null, name };
  });
}

test("nodes with a key are matched by it, wherever they stand", () => {
  assert.deepEqual(matchNodes(nodes("a:g b:g c:g"), nodes("c:g a:g d:g b:g")), [2, 0, -1, 1]);
});

test("nodes without a key are matched in their order, by name", () => {
  assert.deepEqual(matchNodes(nodes("#text p #text div"), nodes("#text div #text p")), [0, 3, -1, -1]);
  assert.deepEqual(matchNodes(nodes("p p"), nodes("p p p")), [0, 1, -1]);
});

test("a node with a key is never matched to one without", () => {
  assert.deepEqual(matchNodes(nodes("a:g g"), nodes("g b:g")), [1, -1]);
});

test("a key that has changed its element, or comes twice, gives a new node", () => {
  assert.deepEqual(matchNodes(nodes("a:input"), nodes("a:select")), [-1]);
  assert.deepEqual(matchNodes(nodes("a:g b:g"), nodes("a:g a:g")), [0, -1]);
});

/** As much of a page as one slider takes. */
function slider(attributes) {
  return Object.assign(Object.create(globalThis.Element.prototype), {
    nodeName: "INPUT",
    localName: "input",
    childNodes: [],
    attributes,
    isEqualNode: () => false,
    contains: () => false,
    getAttribute: (name) => attributes[name] ?? null,
    getAttributeNames: () => Object.keys(attributes),
    hasAttribute: (name) => name in attributes,
    setAttribute: (name, value) => (attributes[name] = value),
  });
}

test("a slider under the pointer keeps its ends, and has the new ones once it is let go", (t) => {
  globalThis.Element = class {};
  t.after(() => delete globalThis.Element);
  const shown = slider({ "data-key": "s", min: "-10", max: "12.3", value: "12.3" });
  const redraw = (pressed) => {
    const drawn = slider({ "data-key": "s", min: "-10", max: "11", value: "11" });
    const stage = { childNodes: [shown], firstChild: shown };
    patchChildren(stage, { childNodes: [drawn] }, { focused: null, pressed, postpone: () => false });
    return shown.attributes;
  };
  assert.deepEqual(redraw(shown), { "data-key": "s", min: "-10", max: "12.3", value: "11" });
  assert.deepEqual(redraw(null), { "data-key": "s", min: "-10", max: "11", value: "11" });
});
