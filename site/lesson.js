// What a lesson's page does beside JupyterLite: it keeps what it is made of, and runs its cells as it opens, so that
// every view is alive without a menu.

import { keepFiles } from "./keep.js";

/** For so long JupyterLab goes to the last cell, after it was told to run all. */
const FRAMES = 10;

if (navigator.serviceWorker) {
  keepFiles();
  stayServed();
}
runCells();

/**
 * Have the service worker until everything is fetched. At a first visit JupyterLite signs it off and on again, and may
 * leave this page and its kernel without it: then nothing of the kernel would be kept.
 */
async function stayServed() {
  while (document.body.dataset.lesson !== "ready") {
    const registration = await navigator.serviceWorker.getRegistration();
    if (!navigator.serviceWorker.controller) registration?.active?.postMessage({ claim: true });
    await frame();
  }
}

/** Run all cells once the kernel is there, and leave the page where the learner has it. */
async function runCells() {
  const app = await until(() => globalThis.jupyterapp);
  const panel = await until(() => app.shell.currentWidget?.sessionContext && app.shell.currentWidget);
  await panel.context.ready;
  await panel.sessionContext.ready;
  await until(() => panel.sessionContext.session?.kernel?.status === "idle");
  const { content } = panel;
  const [active, top] = [content.activeCellIndex, content.outerNode.scrollTop];
  const done = app.commands.execute("notebook:run-all-cells");
  for (let n = 0; n < FRAMES; n++) {
    await frame();
    content.activeCellIndex = active;
    content.outerNode.scrollTop = top;
  }
  await done;
  if (navigator.serviceWorker) keepFiles(); // what came while the service worker was being signed on as well
  document.body.dataset.lesson = "ready";
}

/** Look again at each frame until there is something. */
async function until(look) {
  for (;;) {
    const found = look();
    if (found) return found;
    await frame();
  }
}

function frame() {
  return new Promise(requestAnimationFrame);
}
