/**
 * Copy a text, where there is no clipboard too.
 * @param {string} text
 */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyThroughSelection(text); // there is no clipboard on a page that is neither https nor of this machine
  }
}

/** @param {string} text */
function copyThroughSelection(text) {
  const focused = document.activeElement;
  const area = document.createElement("textarea");
  area.value = text;
  area.style.position = "fixed"; // else the page would scroll to it
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
}
