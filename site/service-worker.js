// What a lesson is made of stays in the browser: it opens sooner the second time, and without a connection.
// One edition of the site is kept at a time; the next one waits until no lesson of this one is open. What other sites
// on the same host keep, another copy of this one among them, is theirs.

const OURS = `backprop ${registration.scope} `; // an address has no space in it: no other site's begins so
const EDITION = `${OURS}$edition`;
const LIVE = /\/api\/(drive|stdin|service-worker-heartbeat)/; // of a kernel: JupyterLite's own worker answers, below

addEventListener("install", (event) => event.stopImmediatePropagation());

addEventListener("activate", (event) => {
  event.stopImmediatePropagation();
  event.waitUntil(Promise.all([forgetOtherEditions(), clients.claim()]));
});

addEventListener("fetch", (event) => {
  if (event.request.method !== "GET" || !isOurs(event.request.url)) return;
  event.stopImmediatePropagation();
  event.respondWith(answer(event));
});

// A page tells what it had fetched before this worker was there to see it: the browser still has most of it. And it
// asks for this worker where it has none.
addEventListener("message", (event) => {
  if (event.data.keep) event.waitUntil(keep(event.data.keep));
  if (event.data.claim) event.waitUntil(clients.claim());
});

function isOurs(url) {
  return url.startsWith(registration.scope) && !LIVE.test(url);
}

async function forgetOtherEditions() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(OURS) && name !== EDITION);
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** The query says which lesson is shown, never which file is meant. */
function kept(cache, url) {
  return cache.match(url, { ignoreSearch: true });
}

async function answer(event) {
  const cache = await caches.open(EDITION);
  const { request } = event;
  const known = await kept(cache, request.url);
  if (known) return known;
  const response = await fetch(request);
  event.waitUntil(put(cache, request.url, response.clone()));
  return response;
}

async function put(cache, url, response) {
  if (response.status === 200 && !response.redirected) await cache.put(url.split("?")[0], response);
}

async function keep(urls) {
  const cache = await caches.open(EDITION);
  for (const url of new Set(urls.filter(isOurs))) {
    if (!(await kept(cache, url))) await fetch(url).then((response) => put(cache, url, response)).catch(() => {});
  }
}

importScripts("jupyterlite-worker.js"); // last: what is stopped above doesn't reach its listeners
