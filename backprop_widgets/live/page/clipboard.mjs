/**
 * Copy a text, where there is no clipboard too.
 * @param {string} text
 * @returns {Promise<boolean>} whether the browser let it be copied
 */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyThroughSelection(text); // there is no clipboard on a page that is neither https nor of this machine
  }
}

/** @param {string} text */
function copyThroughSelection(text) {
  const focused = /** @type {HTMLElement | null} */ (document.activeElement);
  const area = document.createElement("textarea");
  area.value = text;
  area.style.position = "fixed"; // else the page would scroll to it
  document.body.append(area);
  area.select();
  const copied = document.execCommand("copy");
  area.remove();
  focused?.focus?.({ preventScroll: true }); // parts of a drawing have the focus too
  return copied;
}
