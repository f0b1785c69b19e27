import assert from "node:assert/strict";
import { test } from "node:test";

import { isLit } from "../../../backprop_widgets/live/page/links.mjs";

test("references light what shares one of them", () => {
  const lit = new Set(["w12", "d3"]);
  assert.ok(isLit("a1 d3", lit));
  assert.ok(!isLit("d33", lit));
  assert.ok(!isLit("", lit));
  assert.ok(!isLit(null, new Set([""])));
});
