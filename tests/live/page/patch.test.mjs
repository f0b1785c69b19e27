import assert from "node:assert/strict";
import { test } from "node:test";

import { words } from "../../../backprop_widgets/live/page/elements.mjs";
import { matchNodes } from "../../../backprop_widgets/live/page/patch.mjs";

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
