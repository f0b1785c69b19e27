import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { runInNewContext } from "node:vm";

const SCRIPT = readFileSync(new URL("../../site/service-worker.js", import.meta.url), "utf8");
const HERE = "https://someone.example/lessons/";

/** A browser's caches, by their names. */
class Caches extends Map {
  open = async (name) => {
    if (!this.has(name)) this.set(name, new Cache());
    return this.get(name);
  };
}

class Cache extends Map {
  match = async (url) => this.get(url.split("?")[0]);
  put = async (url, response) => this.set(url, response);
}

/** The worker of one edition at an address: a function that lets something happen to it. */
function worker(caches, edition, scope = HERE, claim = async () => {}) {
  const heard = {};
  const world = {
    caches: { keys: async () => [...caches.keys()], delete: async (name) => caches.delete(name), open: caches.open },
    registration: { scope },
    clients: { claim },
    fetch: async (url) => ({ status: 200, redirected: false, text: `${url} from the net` }),
    addEventListener: (name, listen) => (heard[name] = listen),
    importScripts: () => {},
  };
  runInNewContext(SCRIPT.replace("$edition", edition), world);
  return async (name, event) => {
    const waits = [];
    heard[name]({ stopImmediatePropagation: () => {}, waitUntil: (promise) => waits.push(promise), ...event });
    await Promise.all(waits);
  };
}

/** What an edition keeps of one page. */
async function kept(caches, edition, scope) {
  const before = new Set(caches.keys());
  await worker(caches, edition, scope)("message", { data: { keep: [`${scope}index.html`] } });
  return [...caches.keys()].find((name) => !before.has(name));
}

test("a new edition takes the place of the one before", async () => {
  const caches = new Caches();
  const [one, two] = [await kept(caches, "1", HERE), await kept(caches, "2", HERE)];
  assert.ok(one && two);
  await worker(caches, "2")("activate");
  assert.deepEqual([...caches.keys()], [two]);
});

test("what other pages of the same machine keep is left alone, another copy of the site among them", async () => {
  const caches = new Caches([["somebody else's app", new Cache()], ["precache", new Cache()]]);
  for (const folder of ["", "lessons/second/", "lessons2/"]) await kept(caches, "1", `https://someone.example/${folder}`);
  const before = [...caches.keys()];
  assert.equal(before.length, 5);
  await worker(caches, "2")("activate");
  assert.deepEqual([...caches.keys()], before);
});

test("two copies of one edition keep their pages apart", async () => {
  const caches = new Caches();
  await kept(caches, "1", HERE);
  await kept(caches, "1", "https://someone.example/second/");
  assert.deepEqual([...caches.values()].map((cache) => [...cache.keys()]), [
    [`${HERE}index.html`],
    ["https://someone.example/second/index.html"],
  ]);
});

test("a page that is without the worker has it when it asks", async () => {
  let claims = 0;
  const tell = worker(new Caches(), "1", HERE, async () => { claims += 1; });
  await tell("message", { data: { keep: [] } });
  assert.equal(claims, 0);
  await tell("message", { data: { claim: true } });
  assert.equal(claims, 1);
});
