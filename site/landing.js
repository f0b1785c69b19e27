// What this browser keeps of a learner's work: said, taken along, deleted.
// JupyterLite keeps each saved file in an IndexedDB database, in the store "files", under its path.

import { keepFiles } from "./keep.js";

const STORE = "files";
const name = document.body.dataset.storage;

/** The learner's files, as JupyterLite keeps them. Opening a database that isn't there would make it: so it is asked for first. */
async function saved() {
  const there = await indexedDB.databases();
  if (!there.some((one) => one.name === name)) return [];
  const database = await asked(indexedDB.open(name));
  try {
    if (!database.objectStoreNames.contains(STORE)) return [];
    const files = await asked(database.transaction(STORE).objectStore(STORE).getAll());
    return files.filter((file) => file && file.type !== "directory");
  } finally {
    database.close();
  }
}

/** A request's answer, as a promise. */
function asked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = request.onblocked = () => reject(request.error ?? new Error("a lesson is open in another tab"));
  });
}

/** Hand a file to the browser's downloads. */
function download(file) {
  const type = file.type === "notebook" ? "application/x-ipynb+json" : file.mimetype;
  const href = URL.createObjectURL(new Blob([written(file)], { type }));
  const link = Object.assign(document.createElement("a"), { href, download: file.name });
  link.click();
  URL.revokeObjectURL(link.href);
}

/** What stands in a file; one that is still empty has "" in every format. */
function written({ content, format }) {
  if (format === "base64") return Uint8Array.from(atob(content), (sign) => sign.charCodeAt(0));
  return format === "json" && content !== "" ? JSON.stringify(content, null, 1) : content;
}

const kept = document.querySelector(".kept");
const [take, anew] = ["take", "anew"].map((id) => document.getElementById(id));

async function show() {
  const files = await saved();
  take.disabled = anew.disabled = files.length === 0;
  kept.textContent = files.length
    ? `Kept here: ${files.map((file) => file.name).sort().join(", ")}.`
    : "Nothing of yours is kept here yet.";
}

take.addEventListener("click", async () => (await saved()).forEach(download));

anew.addEventListener("click", async () => {
  if (!confirm("Delete everything that you did in these lessons, in this browser? This can't be taken back.")) return;
  try {
    await asked(indexedDB.deleteDatabase(name));
    await show();
  } catch {
    kept.textContent = "A lesson is still open in another tab: close it, then press Start anew again.";
  }
});

addEventListener("pageshow", show); // also when the browser brings the page back from its memory

// The lessons' own worker, under the very address by which they will know it.
if (navigator.serviceWorker) {
  navigator.serviceWorker.register("service-worker.js?enableCache=true");
  keepFiles();
}
