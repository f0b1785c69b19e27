import assert from "node:assert/strict";
import { test } from "node:test";

import { Controls } from "../../../backprop_widgets/live/page/controls.mjs";

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
