/** Small questions to elements. */

/**
 * A space separated attribute as a list.
 * @param {string | null | undefined} text
 * @returns {string[]}
 */
export function words(text) {
  return (text ?? "").split(/\s+/).filter((word) => word !== "");
}

/**
 * @param {string} name
 * @param {Object<string, string>} attributes
 * @param {...(Node | string)} content
 */
export function create(name, attributes, ...content) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...content);
  return element;
}

/** @param {Element} element */
export function keyOf(element) {
  return element.getAttribute("data-key") ?? "";
}

/**
 * Is this type of event among those that the element reports?
 * @param {Element} element
 * @param {string} type
 */
export function reports(element, type) {
  return words(element.getAttribute("data-on")).includes(type);
}

/** @param {MouseEvent | KeyboardEvent} event */
export function modifiers(event) {
  return { shift: event.shiftKey, ctrl: event.ctrlKey || event.metaKey };
}

/**
 * Is a character being put together, as in Japanese? Safari says so by the old key code where the key ends it.
 * @param {KeyboardEvent} event
 */
export function isComposing(event) {
  return event.isComposing || event.keyCode === 229;
}

/**
 * Where in an element a pointer was: from 0 at its left and top to 1.
 * @param {Element} element
 * @param {MouseEvent} event
 */
export function placeIn(element, event) {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: (event.clientX - left) / width, y: (event.clientY - top) / height };
}
