import assert from "node:assert/strict";
import { test } from "node:test";

import { Outbox } from "../../../backprop_widgets/live/page/outbox.mjs";

const drag = (dy, gesture = "1") => ["edge", "drag", { dy, gesture, done: false }];
const click = (key) => [key, "click", {}];

/** An outbox whose window is full, and what comes out of it once all is acknowledged. */
function fullOutbox() {
  const outbox = new Outbox("v");
  for (let i = 0; i < 4; i++) {
    outbox.put(...click("filler"));
    outbox.take();
  }
  return outbox;
}

function drain(outbox) {
  const sent = [];
  outbox.giveUp();
  for (let message = outbox.take(); message; message = outbox.take()) {
    sent.push(message);
    outbox.acknowledge(message.seq);
  }
  return sent;
}

test("at most four messages are on their way", () => {
  const outbox = new Outbox("v");
  for (let i = 0; i < 6; i++) outbox.put(...click("b"));
  const sent = [1, 2, 3, 4, 5].map(() => outbox.take()?.seq);
  assert.deepEqual(sent, [1, 2, 3, 4, undefined]);
  outbox.acknowledge(2);
  assert.equal(outbox.take().seq, 5);
  assert.equal(outbox.take(), undefined);
});

test("a message carries its view, its key, its type and its value", () => {
  const outbox = new Outbox("v");
  outbox.put("slide", "change", { value: "0.5", gesture: "1", done: true });
  assert.deepEqual(outbox.take(), {
    seq: 1, view: "v", key: "slide", type: "change", value: { value: "0.5", gesture: "1", done: true },
  });
});

test("while the window is full the newest drag replaces the one that waits", () => {
  const outbox = fullOutbox();
  for (let dy = 1; dy <= 50; dy++) outbox.put(...drag(dy));
  assert.deepEqual(drain(outbox).map((message) => message.value.dy), [50]);
});

test("the last message of a drag is sent after the drag, never in its place", () => {
  const outbox = fullOutbox();
  outbox.put(...drag(1));
  outbox.put("edge", "drag", { dy: 2, gesture: "1", done: true });
  outbox.put(...drag(3, "2"));
  assert.deepEqual(drain(outbox).map((message) => message.value.dy), [1, 2, 3]);
});

test("drags of two elements, and two gestures of one, do not replace each other", () => {
  const outbox = fullOutbox();
  outbox.put(...drag(1));
  outbox.put("other", "drag", { dy: 2, gesture: "1", done: false });
  outbox.put(...drag(3, "2"));
  outbox.put(...drag(4));
  assert.deepEqual(drain(outbox).map((message) => [message.key, message.value.dy]),
    [["edge", 4], ["other", 2], ["edge", 3]]);
});

test("clicks, keys and changes are all sent, in order, and no drag passes them", () => {
  const outbox = fullOutbox();
  outbox.put(...drag(1));
  outbox.put(...click("a"));
  outbox.put("b", "key", { key: "ArrowUp" });
  outbox.put(...drag(2));
  outbox.put("c", "change", { value: "1", done: true });
  outbox.put("c", "change", { value: "1", done: true });
  outbox.put(...drag(3));
  outbox.put(...drag(4));
  assert.deepEqual(drain(outbox).map((message) => message.value.dy ?? message.key), [1, "a", "b", 2, "c", "c", 4]);
});

test("messages leave in the order of their seq", () => {
  const outbox = fullOutbox();
  outbox.put(...drag(1));
  outbox.put("other", "drag", { dy: 2, gesture: "7", done: false });
  outbox.put(...drag(3));
  assert.deepEqual(drain(outbox).map((message) => message.seq), [5, 6]);
});

test("a replaced message keeps its seq pending until it is acknowledged", () => {
  const outbox = fullOutbox();
  const seq = outbox.put(...drag(1));
  assert.equal(outbox.put(...drag(2)), seq);
  assert.ok(outbox.isPending(seq));
  drain(outbox);
  assert.ok(!outbox.isPending(seq));
});

test("what was on its way to a kernel that is gone is not pending any more", () => {
  const outbox = fullOutbox();
  outbox.giveUp();
  assert.ok(!outbox.isPending(1));
  outbox.put(...click("again"));
  assert.equal(outbox.take().key, "again");
});

test("after a cut what has no answer goes again, in its order, before what waits", () => {
  const outbox = fullOutbox();
  outbox.put(...click("waits"));
  outbox.acknowledge(2);
  outbox.giveUp();
  outbox.acknowledge(3); // answered after all
  outbox.sendAgain();
  const sent = [1, 2, 3].map(() => outbox.take());
  assert.deepEqual(sent.map((message) => message.seq), [1, 4, 5]);
  assert.equal(sent[2].key, "waits");
});

test("an answer that comes before it is sent again makes that needless", () => {
  const outbox = fullOutbox();
  outbox.sendAgain();
  outbox.acknowledge(1);
  assert.equal(outbox.take().seq, 2);
});

test("what was for a kernel that is gone is never sent to another", () => {
  const outbox = fullOutbox();
  outbox.giveUp();
  for (let i = 0; i < 4; i++) outbox.put(...click("later")) && outbox.take();
  const waits = outbox.put(...click("waits"));
  outbox.drop();
  assert.ok(!outbox.isPending(waits)); // so that its control shows what the markup says
  outbox.sendAgain();
  assert.equal(outbox.take(), undefined);
});
