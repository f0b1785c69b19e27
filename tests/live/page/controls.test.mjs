import assert from "node:assert/strict";
import { test } from "node:test";

import { Controls } from "../../../backprop_widgets/live/page/controls.mjs";
import { openView } from "./page.mjs";

/** What becomes of a file that is chosen. */
async function choose(file) {
  const told = { reports: [], complaint: "" };
  const chooser = { files: [file], value: file.name };
  const view = {
    ended: false,
    on() {},
    onWindow() {},
    reporter: () => ({ getAttribute: () => "file" }),
    report: (key, type, value) => told.reports.push({ key, type, ...value }),
    notices: { complain: (words) => (told.complaint = words) },
  };
  await new Controls(view).readFile(chooser);
  return { ...told, left: chooser.value };
}

test("a file is read, and the chooser is cleared for the next", async () => {
  const { reports, complaint, left } = await choose({ name: "a.csv", size: 3, text: async () => "1,2" });
  assert.deepEqual(reports, [{ key: "file", type: "file", name: "a.csv", size: 3, text: "1,2" }]);
  assert.equal(complaint + left, "");
});

test("a file that cannot be read is told in one sentence, and the chooser is cleared", async () => {
  const text = () => Promise.reject(new DOMException("gone", "NotFoundError"));
  const { reports, complaint, left } = await choose({ name: "a.csv", size: 3, text });
  assert.deepEqual(reports, []);
  assert.match(complaint, /^a\.csv can't be read: .* choose it again\.$/);
  assert.equal(left, "");
});

const slider = (max, value) => ({
  localName: "input", type: "range", "data-key": "moment", "data-on": "input change", min: "0", max, value,
});
const soon = () => new Promise((resolve) => setTimeout(resolve, 5));

test("a slider that is let go has the ends that came while it was held, though nothing more is drawn", async () => {
  const { shown, sent, fire, answer } = openView(slider("300", "300"));
  fire("pointerdown");
  answer(slider("900", "900"));
  assert.equal(shown.attributes.max, "300"); // else the thumb would run away from the hand
  shown.value = "250";
  fire("input");
  answer(slider("1000", "250"));
  fire("pointerup");
  fire("change");
  await soon();
  answer(slider("1000", "250"));
  assert.equal(shown.attributes.max, "1000");
  assert.deepEqual(sent.map(({ type, value }) => [type, value.value]), [["input", "250"], ["change", "250"]]);
});

test("a slider that is pressed and not moved has them too, and shows what the markup says", async () => {
  const { shown, sent, fire, answer } = openView(slider("300", "300"));
  fire("pointerdown");
  answer(slider("900", "900"));
  fire("pointercancel");
  await soon();
  assert.deepEqual([shown.attributes.max, shown.value, sent.length], ["900", "900", 0]);
});

test("a slider that a held key moves is one slide, whose end is told when the key is let go", () => {
  const { view, shown, sent, fire, press, answer } = openView(slider("1000", "0"));
  for (let i = 1; i <= 90; i++) {
    press("ArrowRight", i > 1);
    shown.value = String(i);
    fire("input"); // as browsers do, for each repeat
    fire("change");
  }
  assert.ok(view.channel.outbox.waiting.length <= 1); // the newest, for a slow kernel
  fire("keyup", { key: "ArrowRight" });
  for (let i = 0; i < 3; i++) answer(slider("1000", "90"));
  const done = sent.filter(({ value }) => value.done);
  assert.deepEqual(done.map(({ value }) => value.value), ["1", "90"]);
  assert.equal(new Set(sent.map(({ value }) => value.gesture)).size, 2);
  assert.equal(shown.value, "90");
});

test("each tap of a key on a slider is told at once, and so is a held one that the focus leaves", () => {
  const { shown, sent, fire, press, answer } = openView(slider("1000", "0"));
  const move = (value, repeat) => {
    press("ArrowRight", repeat);
    shown.value = value;
    fire("input");
    fire("change");
  };
  move("1", false);
  answer(slider("1000", "1"));
  move("2", false);
  move("3", true);
  fire("focusout");
  answer(slider("1000", "3"));
  assert.deepEqual(sent.filter(({ value }) => value.done).map(({ value }) => value.value), ["1", "2", "3"]);
});

test("a slider whose menu was asked for is not in the hand", () => {
  const { shown, fire, answer } = openView(slider("300", "300"));
  fire("pointerdown", { button: 2 }); // the menu has the release
  answer(slider("900", "900"));
  assert.deepEqual([shown.attributes.max, shown.value], ["900", "900"]);
});

test("the key that ends a composition neither finishes the field nor gives it back", () => {
  const { shown, sent, fire, answer } = openView({
    localName: "input", type: "text", "data-key": "field", "data-on": "change", value: "0.5",
  });
  const press = (key, details) => fire("keydown", { key, ...details });
  shown.value = "0.75";
  fire("input");
  for (const key of ["Enter", "Escape"]) {
    press(key, { isComposing: true, keyCode: 229 });
    press(key, { isComposing: false, keyCode: 229 }); // Safari
  }
  assert.deepEqual([shown.value, sent.length], ["0.75", 0]);
  press("Enter", { isComposing: false, keyCode: 13 });
  assert.equal(sent[0].value.value, "0.75");
  answer();
});
