import assert from "node:assert/strict";
import { test } from "node:test";

import { copyText } from "../../../backprop_widgets/live/page/clipboard.mjs";
import { Pointer } from "../../../backprop_widgets/live/page/pointer.mjs";
import { Timers } from "../../../backprop_widgets/live/page/timers.mjs";

/** A browser with or without a clipboard, on a page that may or may not copy what is selected. */
function browse({ clipboard, mayCopy = true }) {
  Object.defineProperty(globalThis, "navigator", { value: { clipboard }, configurable: true });
  const body = { append() {} };
  globalThis.document = {
    body,
    activeElement: body,
    execCommand: () => mayCopy,
    createElement: () => ({
      style: {},
      select() { document.activeElement = this; },
      remove() { document.activeElement = body; },
    }),
  };
}

/** What presses buttons that copy, and what becomes of them. */
function openView() {
  const view = {
    on() {},
    onWindow() {},
    timers: new Timers(),
    notices: { complaint: "", complain(words) { this.complaint = words; } },
  };
  const pointer = new Pointer(view);
  const button = (text) => ({
    copied: false,
    getAttribute: () => text,
    setAttribute() { this.copied = true; },
    removeAttribute() { this.copied = false; },
  });
  return { pointer, button, notices: view.notices };
}

test("two buttons pressed one after the other both stop saying that they have copied", async (t) => {
  const waiting = [];
  t.mock.method(globalThis, "setTimeout", (action) => waiting.push(action) - 1);
  t.mock.method(globalThis, "clearTimeout", (timer) => delete waiting[timer]);
  browse({ clipboard: { writeText: async () => {} } });
  const { pointer, button } = openView();
  const buttons = [button("1"), button("2")];
  for (const each of [...buttons, buttons[0]]) await pointer.copy(each);
  assert.ok(buttons.every(({ copied }) => copied));
  waiting.forEach((action) => action());
  assert.ok(!buttons.some(({ copied }) => copied));
});

test("a browser that lets nothing be copied is told, and the button doesn't say that it has", async () => {
  browse({ mayCopy: false });
  const { pointer, button, notices } = openView();
  const one = button("1");
  await pointer.copy(one);
  assert.ok(!one.copied);
  assert.match(notices.complaint, /doesn't let the page copy/);
});

test("copying without a clipboard leaves the focus where it was, in a drawing too", async () => {
  browse({});
  const edge = { focus() { document.activeElement = this; } }; // SVG has no HTMLElement
  edge.focus();
  assert.equal(await copyText("x"), true);
  assert.equal(document.activeElement, edge);
});
