import assert from "node:assert/strict";
import { test } from "node:test";

import { Drag, newGesture } from "../../../backprop_widgets/live/page/gestures.mjs";

const at = (clientX, clientY, shiftKey = false, pointerType = "mouse") =>
  ({ pointerId: 1, pointerType, clientX, clientY, shiftKey });

test("a drag adds up from where the pointer went down", () => {
  const track = new Drag("edge", "0.5", true, at(10, 100));
  track.move(at(12, 90));
  track.move(at(15, 70));
  const { gesture, ...value } = track.value(false);
  assert.deepEqual(value, { from: "0.5", dx: 5, dy: -30, done: false });
  assert.match(gesture, /^\d+$/);
});

test("moves with Shift count a tenth, also when Shift comes and goes", () => {
  const track = new Drag("edge", null, true, at(0, 0));
  track.move(at(0, 10));
  track.move(at(0, 20, true));
  track.move(at(0, 30));
  assert.equal(track.dy, 21);
});

test("under three pixels it is a click, and a drag that comes back stays a drag", () => {
  const track = new Drag("edge", null, true, at(0, 0));
  track.move(at(2, 2));
  assert.ok(!track.moved);
  track.move(at(0, 3));
  assert.ok(track.moved);
  track.move(at(0, 0));
  assert.ok(track.moved);
});

test("a finger or a pen that slips a little still clicks", () => {
  for (const pointerType of ["touch", "pen"]) {
    const track = new Drag("edge", null, true, at(0, 0, false, pointerType));
    track.move(at(5, 5));
    assert.ok(!track.moved);
    track.move(at(0, 8));
    assert.ok(track.moved);
    assert.equal(track.dy, 8); // what it took to be sure counts
  }
});

test("no two gestures have the same name", () => {
  const names = Array.from({ length: 1000 }, newGesture);
  assert.equal(new Set(names).size, 1000);
});
