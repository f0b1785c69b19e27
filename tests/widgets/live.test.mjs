// The parts of live.js that need no page. Run by: node --test
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";

// Loaded as text, as the page loads it: the file is a module, though no package.json says so.
const source = await readFile(new URL("../../backprop_widgets/live.js", import.meta.url), "utf-8");
const live = await import(`data:text/javascript;base64,${Buffer.from(source).toString("base64")}`);

const drag = (dy, gesture = "1") => ["edge", "drag", { dy, gesture, done: false }];
const click = (key) => [key, "click", {}];

/** An outbox whose window is full, and what comes out of it once all is acknowledged. */
function fullOutbox() {
  const outbox = new live.Outbox("v");
  for (let i = 0; i < 4; i++) {
    outbox.put(...click("filler"));
    outbox.take();
  }
  return outbox;
}

test("stretches of the markup that come in two strings are put in their order again", () => {
  const cut = "<!--cut-->";
  assert.equal(live.interleave("<p>all of it</p>", ""), "<p>all of it</p>");
  assert.equal(live.interleave(`a${cut}c${cut}e`, `b${cut}d`), "abcde");
  assert.equal(live.interleave(`a${cut}`, "b"), "ab");
});

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
  const outbox = new live.Outbox("v");
  for (let i = 0; i < 6; i++) outbox.put(...click("b"));
  const sent = [1, 2, 3, 4, 5].map(() => outbox.take()?.seq);
  assert.deepEqual(sent, [1, 2, 3, 4, undefined]);
  outbox.acknowledge(2);
  assert.equal(outbox.take().seq, 5);
  assert.equal(outbox.take(), undefined);
});

test("a message carries its view, its key, its type and its value", () => {
  const outbox = new live.Outbox("v");
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

const at = (clientX, clientY, shiftKey = false) => ({ pointerId: 1, clientX, clientY, shiftKey });

test("a drag adds up from where the pointer went down", () => {
  const track = new live.Drag("edge", "0.5", true, at(10, 100));
  track.move(at(12, 90));
  track.move(at(15, 70));
  const { gesture, ...value } = track.value(false);
  assert.deepEqual(value, { from: "0.5", dx: 5, dy: -30, done: false });
  assert.match(gesture, /^\d+$/);
});

test("moves with Shift count a tenth, also when Shift comes and goes", () => {
  const track = new live.Drag("edge", null, true, at(0, 0));
  track.move(at(0, 10));
  track.move(at(0, 20, true));
  track.move(at(0, 30));
  assert.equal(track.dy, 21);
});

test("under three pixels it is a click, and a drag that comes back stays a drag", () => {
  const track = new live.Drag("edge", null, true, at(0, 0));
  track.move(at(2, 2));
  assert.ok(!track.moved);
  track.move(at(0, 3));
  assert.ok(track.moved);
  track.move(at(0, 0));
  assert.ok(track.moved);
});

test("no two gestures have the same name", () => {
  const names = Array.from({ length: 1000 }, live.newGesture);
  assert.equal(new Set(names).size, 1000);
});

const press = (key, held = {}) =>
  live.keyName({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...held });

test("keys have the names that data-keys lists", () => {
  assert.equal(press("ArrowUp"), "ArrowUp");
  assert.equal(press("ArrowUp", { ctrlKey: true }), "ArrowUp");
  assert.equal(press(" "), "Space");
  assert.equal(press("d"), "d");
  assert.equal(press("D", { shiftKey: true }), "D");
  assert.equal(press("D"), "d"); // Caps Lock
  assert.equal(press("z", { ctrlKey: true }), "Ctrl+z");
  assert.equal(press("z", { metaKey: true }), "Ctrl+z");
});

test("keys of the browser and the system are left alone", () => {
  assert.equal(press("ArrowLeft", { altKey: true }), "");
  assert.equal(press("ArrowLeft", { metaKey: true }), "");
});

test("a shortcut does not take what a control needs", () => {
  assert.ok(live.controlNeeds("text", "d"));
  assert.ok(live.controlNeeds("number", "Ctrl+z"));
  assert.ok(live.controlNeeds("range", "ArrowLeft"));
  assert.ok(!live.controlNeeds("range", "d"));
  assert.ok(live.controlNeeds("button", "Space"));
  assert.ok(!live.controlNeeds("button", "ArrowLeft"));
  assert.ok(live.controlNeeds("radio", "ArrowDown"));
  assert.ok(live.controlNeeds("select", "d"));
  assert.ok(!live.controlNeeds("", "Enter"));
});

test("references light what shares one of them", () => {
  const lit = new Set(["w12", "d3"]);
  assert.ok(live.isLit("a1 d3", lit));
  assert.ok(!live.isLit("d33", lit));
  assert.ok(!live.isLit("", lit));
  assert.ok(!live.isLit(null, new Set([""])));
});

/** "a:g" is a <g> with the key a, "g" one without. */
function nodes(text) {
  return live.words(text).map((word) => {
    const [name, key] = word.split(":").reverse();
    return { key: key ?? null, name };
  });
}

test("nodes with a key are matched by it, wherever they stand", () => {
  assert.deepEqual(live.matchNodes(nodes("a:g b:g c:g"), nodes("c:g a:g d:g b:g")), [2, 0, -1, 1]);
});

test("nodes without a key are matched in their order, by name", () => {
  assert.deepEqual(live.matchNodes(nodes("#text p #text div"), nodes("#text div #text p")), [0, 3, -1, -1]);
  assert.deepEqual(live.matchNodes(nodes("p p"), nodes("p p p")), [0, 1, -1]);
});

test("a node with a key is never matched to one without", () => {
  assert.deepEqual(live.matchNodes(nodes("a:g g"), nodes("g b:g")), [1, -1]);
});

test("a key that has changed its element, or comes twice, gives a new node", () => {
  assert.deepEqual(live.matchNodes(nodes("a:input"), nodes("a:select")), [-1]);
  assert.deepEqual(live.matchNodes(nodes("a:g b:g"), nodes("a:g a:g")), [0, -1]);
});
