import assert from "node:assert/strict";
import { test } from "node:test";

import { controlNeeds, keyName } from "../../../backprop_widgets/live/page/keys.mjs";

const press = (key, held = {}) =>
  keyName({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...held });

test("keys have the names that data-keys lists", () => {
  assert.equal(press("ArrowUp"), "ArrowUp");
  assert.equal(press(" "), "Space");
  assert.equal(press("d"), "d");
  assert.equal(press("D", { shiftKey: true }), "D");
  assert.equal(press("D"), "d"); // Caps Lock
  assert.equal(press("z", { ctrlKey: true }), "Ctrl+z");
  assert.equal(press("z", { metaKey: true }), "Ctrl+z");
});

test("keys of the browser and the system are left alone", () => {
  assert.equal(press("ArrowLeft", { altKey: true }), "");
  for (const key of ["Home", "End", "PageDown", "ArrowUp", "Escape", "Enter", " "]) {
    assert.equal(press(key, { ctrlKey: true }), "", key);
    assert.equal(press(key, { metaKey: true }), "", key);
  }
});

test("a shortcut does not take what a control needs", () => {
  assert.ok(controlNeeds("text", "d"));
  assert.ok(controlNeeds("number", "Ctrl+z"));
  assert.ok(controlNeeds("range", "ArrowLeft"));
  assert.ok(!controlNeeds("range", "d"));
  assert.ok(controlNeeds("button", "Space"));
  assert.ok(!controlNeeds("button", "ArrowLeft"));
  assert.ok(controlNeeds("radio", "ArrowDown"));
  assert.ok(controlNeeds("select", "d"));
  assert.ok(!controlNeeds("", "Enter"));
});
