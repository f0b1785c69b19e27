import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const SCRIPT = readFileSync(new URL("../../site/landing.js", import.meta.url), "utf8").replace(/^import .*$/m, "");

const LESSON = { name: "00_start.ipynb", type: "notebook", format: "json", content: { cells: [] } };
const PREDICTIONS = { name: "predictions.json", type: "file", format: "json", content: { predictions: {} } };
const TABLE = { name: "pets.csv", type: "file", format: "text", content: "height;kind\n0,3;cat\n" };
const FIGURE = { name: "slope.png", type: "file", format: "base64", content: btoa("\x89PNG") };
const EMPTY = { name: "notes.json", type: "file", format: "json", content: "" };
const FOLDER = { name: "mine", type: "directory", format: "json", content: null };

/** What the browser's database answers, a moment later. */
function request(result) {
  const asked = { result };
  setTimeout(() => asked.onsuccess());
  return asked;
}

/** The first page in a browser that keeps these files. */
async function opened(files) {
  const elements = Object.fromEntries(["kept", "take", "anew"].map((name) => [name, new EventTarget()]));
  const downloads = [];
  const store = { getAll: () => request(files) };
  const database = {
    objectStoreNames: { contains: (name) => name === "files" },
    transaction: () => ({ objectStore: () => store }),
    close: () => {},
  };
  const blobs = new Map(); // by a stand-in for their addresses: no two of the files are of one size
  const page = new EventTarget();
  const document = {
    body: { dataset: { storage: "kept" } },
    querySelector: () => elements.kept,
    getElementById: (id) => elements[id],
    createElement: () => ({ click() { downloads.push([this.download, blobs.get(this.href)]); } }),
  };
  const URL = { createObjectURL: (blob) => blobs.set(blob.size, blob) && blob.size, revokeObjectURL: () => {} };
  const indexedDB = { databases: async () => [{ name: "kept" }], open: () => request(database) };
  const listen = page.addEventListener.bind(page);
  const world = { document, indexedDB, URL, addEventListener: listen, navigator: {} };
  new Function(...Object.keys(world), SCRIPT)(...Object.values(world));
  page.dispatchEvent(new Event("pageshow"));
  await settled();
  return { ...elements, downloads };
}

function settled() {
  return new Promise((resolve) => setTimeout(resolve, 50));
}

test("every file of the learner's is named, a folder by what lies in it", async () => {
  const { kept, take, anew } = await opened([LESSON, PREDICTIONS, TABLE, FIGURE, EMPTY, FOLDER]);
  assert.equal(kept.textContent, "Kept here: 00_start.ipynb, notes.json, pets.csv, predictions.json, slope.png.");
  assert.equal(take.disabled || anew.disabled, false);
});

test("what is saved beside no lesson is told of before it is deleted", async () => {
  const { kept, anew } = await opened([PREDICTIONS]);
  assert.equal(kept.textContent, "Kept here: predictions.json.");
  assert.equal(anew.disabled, false);
});

test("where only folders are there is nothing to take along", async () => {
  const { kept, take } = await opened([FOLDER, null]);
  assert.equal(kept.textContent, "Nothing of yours is kept here yet.");
  assert.equal(take.disabled, true);
});

test("each file is downloaded as it was written", async () => {
  const { take, downloads } = await opened([LESSON, PREDICTIONS, TABLE, FIGURE, EMPTY]);
  take.dispatchEvent(new Event("click"));
  await settled();
  const texts = Object.fromEntries(await Promise.all(downloads.map(async ([name, blob]) => [name, await blob.text()])));
  assert.deepEqual(JSON.parse(texts["00_start.ipynb"]), LESSON.content);
  assert.deepEqual(JSON.parse(texts["predictions.json"]), PREDICTIONS.content);
  assert.equal(texts["pets.csv"], TABLE.content);
  assert.equal(texts["notes.json"], "");
  const [, figure] = downloads.find(([name]) => name === "slope.png");
  assert.deepEqual([...new Uint8Array(await figure.arrayBuffer())], [0x89, 0x50, 0x4e, 0x47]);
});
