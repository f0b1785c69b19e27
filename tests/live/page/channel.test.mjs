import assert from "node:assert/strict";
import { test } from "node:test";

import { Channel } from "../../../backprop_widgets/live/page/channel.mjs";

globalThis.document = new EventTarget();

/** A channel over a view without a picture, whose time stands still; what it says, and how the kernel answers it. */
function openChannel() {
  const view = {
    model: { send() {}, get: () => ({ version: 1 }), set() {} },
    onModel() {},
    onWindow() {},
    hear() {},
    atEnd() {},
    timers: { has: () => false, later() {}, forget() {} },
    notices: {
      complaint: "",
      gone: false,
      complain(text) { this.complaint = text; },
      setGone(gone) { this.gone = gone; },
    },
    picture: { updateSoon() {} },
  };
  const channel = new Channel(view);
  const answer = (content) => channel.onMessage({ view: channel.outbox.view, ...content });
  return { channel, answer, notices: view.notices };
}

test("a busy kernel is told until the answer comes", () => {
  const { channel, answer, notices } = openChannel();
  const seq = channel.put("b", "click", {});
  answer({ busy: true });
  assert.match(notices.complaint, /busy with another cell/);
  answer({ ack: seq });
  assert.equal(notices.complaint, "");
});

test("a kernel that is heard to be busy after it has answered everything is not told", () => {
  const { channel, answer, notices } = openChannel();
  const seq = channel.put("b", "click", {});
  answer({ ack: seq });
  answer({ busy: true });
  assert.equal(notices.complaint, "");
});

test("a kernel that was given up and says that it is busy is told as busy, until it answers", () => {
  const { channel, answer, notices } = openChannel();
  const seq = channel.put("b", "click", {});
  channel.onKernelGone();
  assert.ok(notices.gone);
  answer({ busy: true });
  assert.ok(!notices.gone);
  assert.match(notices.complaint, /busy with another cell/);
  answer({ ack: seq });
  assert.equal(notices.complaint, "");
});
