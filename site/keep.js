performance.setResourceTimingBufferSize(1000); // a lesson fetches two hundred files, and a browser notes 250

/** Tell the service worker what this page fetched before it was there. */
export async function keepFiles() {
  const { active } = await navigator.serviceWorker.ready;
  const fetched = performance.getEntriesByType("resource").map((entry) => entry.name);
  active.postMessage({ keep: [location.href.split(/[?#]/)[0], ...fetched] });
}
