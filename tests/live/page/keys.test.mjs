import assert from "node:assert/strict";
import { test } from "node:test";

import { controlNeeds, keyName } from "../../../backprop_widgets/live/page/keys.mjs";
import { openView } from "./page.mjs";

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

test("Shift with Ctrl+z does again what was undone, whatever Caps Lock or a Mac makes of the letter", () => {
  for (const key of ["z", "Z"]) {
    assert.equal(press(key, { shiftKey: true, ctrlKey: true }), "Ctrl+y");
    assert.equal(press(key, { shiftKey: true, metaKey: true }), "Ctrl+y");
    assert.equal(press(key, { ctrlKey: true }), "Ctrl+z");
    assert.equal(press(key, { shiftKey: true }), "Z");
  }
});

test("shortcuts hold on a keyboard that writes no Latin letters", () => {
  assert.equal(press("в", { code: "KeyD" }), "d");
  assert.equal(press("В", { code: "KeyD", shiftKey: true }), "D");
  assert.equal(press("я", { code: "KeyZ", ctrlKey: true }), "Ctrl+z");
  assert.equal(press("z", { code: "KeyY" }), "z"); // a German one has its own
  assert.equal(press("ö", { code: "Semicolon" }), "ö");
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

const edge = { localName: "g", "data-key": "edge", "data-on": "key" };

test("a held key goes no further than a slow kernel has room for, and a tap is always sent", () => {
  const { view, sent, answer, press } = openView(edge);
  assert.ok(press("ArrowUp"));
  for (let i = 0; i < 90; i++) assert.ok(press("ArrowUp", true)); // the browser doesn't scroll instead
  press("ArrowDown");
  assert.deepEqual(view.channel.outbox.waiting.map(({ value }) => value.key), ["ArrowUp", "ArrowDown"]);
  answer();
  assert.deepEqual(sent.map(({ value }) => value.key), [...Array(5).fill("ArrowUp"), "ArrowDown"]);
  press("ArrowUp", true);
  assert.equal(sent.length, 7);
  answer();
});

test("a held key is sent each time where the kernel answers at once", () => {
  const { sent, answer, press } = openView(edge);
  press("ArrowUp");
  for (let i = 0; i < 90; i++) {
    answer();
    press("ArrowUp", true);
  }
  assert.equal(sent.length, 91);
  answer();
});

test("Enter held on a button is the browser's, until a slow kernel has work enough", () => {
  const { view, answer, press } = openView({ localName: "button", "data-key": "step", "data-on": "click" });
  for (let i = 0; i < 5; i++) {
    assert.ok(!press("Enter", i > 0));
    view.report("step", "click", {});
  }
  assert.ok(press("Enter", true));
  assert.ok(!press("Enter"));
  answer();
  assert.ok(!press("Enter", true));
  answer();
});
