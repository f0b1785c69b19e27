import assert from "node:assert/strict";
import { test } from "node:test";

import { nextEdition, spliced } from "../../../backprop_widgets/live/page/edition.mjs";

const old = { version: 4, markup: "<p>1</p><p>2</p>", error: "no", rescue: "n = 1" };

test("pieces of a text are replaced, taken out and put in", () => {
  assert.equal(spliced("<p>1</p><p>2</p>", [[3, 1, ["p>3"]], [1, 1, ["p>0"]]]), "<p>0</p><p>3</p>");
  assert.equal(spliced("<p>1</p>", [[3, 0, ["i>2", "/i>"]]]), "<p>1</p><i>2</i>");
  assert.equal(spliced("<p>1</p><p>2</p>", [[1, 2, []]]), "<p>2</p>");
  assert.equal(spliced("", [[1, 0, ["p>1"]]]), "<p>1");
});

test("a message that follows on what is shown changes what it names and nothing else", () => {
  assert.deepEqual(nextEdition(old, { from: 4, version: 5, changes: [[3, 1, ["p>3"]]] }), {
    version: 5, markup: "<p>1</p><p>3</p>", error: "no", rescue: "n = 1",
  });
  assert.deepEqual(nextEdition(old, { from: 4, version: 5, error: "" }), { ...old, version: 5, error: "" });
  assert.deepEqual(nextEdition(old, { from: 4, version: 5, rescue: "n = 2" }), { ...old, version: 5, rescue: "n = 2" });
});

test("the whole takes the place of any other, an older one too", () => {
  const whole = { version: 9, markup: "<b>", error: "", rescue: "" };
  assert.deepEqual(nextEdition(old, whole), whole);
  assert.deepEqual(nextEdition({ ...old, version: 12 }, whole), whole);
});

test("a message that follows on another version, or only tells one, shows that one was lost", () => {
  assert.equal(nextEdition(old, { from: 5, version: 6, changes: [] }), null);
  assert.equal(nextEdition(old, { from: 3, version: 4.5, changes: [] }), null);
  assert.equal(nextEdition(old, { version: 5 }), null);
});

test("what is shown already is left as it is, whatever the message brings", () => {
  assert.equal(nextEdition(old, { version: 4 }), old);
  assert.equal(nextEdition(old, { from: 3, version: 4, changes: [[1, 1, ["p>9"]]] }), old);
});
