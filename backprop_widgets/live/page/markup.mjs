/** The markup that Python drew, as nodes. */

export const SUPPRESS = "data-lm-suppress-shortcuts";
const FOCUSABLE = "input, select, textarea, button, summary, a[href], [tabindex]";

/**
 * The nodes of some markup, by the browser's own parser: SVG, MathML and half-finished tables come out right.
 * @param {string} markup
 */
export function parse(markup) {
  const template = document.createElement("template");
  template.innerHTML = markup;
  return template.content;
}

/**
 * JupyterLab takes arrows and letters as its own commands, unless the focused element itself forbids it.
 * @param {DocumentFragment} content
 */
export function suppressShortcuts(content) {
  for (const element of content.querySelectorAll(FOCUSABLE)) element.setAttribute(SUPPRESS, "true");
}

/**
 * Several views may show the same markup in one page: what describes or clips an element gets an id of its own view.
 * @param {DocumentFragment} content
 * @param {string} view
 */
export function ownNames(content, view) {
  for (const clip of content.querySelectorAll("clipPath")) clip.setAttribute("id", `${clip.id}-${view}`);
  for (const element of content.querySelectorAll("[clip-path]")) {
    element.setAttribute("clip-path", `${element.getAttribute("clip-path")?.slice(0, -1)}-${view})`);
  }
  for (const element of content.querySelectorAll("[aria-describedby]")) {
    const id = element.getAttribute("aria-describedby");
    content.getElementById(id)?.setAttribute("id", `${id}-${view}`);
    element.setAttribute("aria-describedby", `${id}-${view}`);
  }
}
