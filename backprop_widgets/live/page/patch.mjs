/** Makes the nodes of the page those of some new markup, keeping every node that goes on. */

/**
 * Which old node each new one continues.
 *
 * Nodes with a key are matched by it, wherever they stand; the others in their order, by name.
 * @param {{key: string | null, name: string}[]} before
 * @param {{key: string | null, name: string}[]} after
 * @returns {number[]} for each of `after` an index into `before`, or -1 for a node that is new
 */
export function matchNodes(before, after) {
  const keyed = new Map(before.map((node, i) => [node.key, i]));
  let next = 0;
  return after.map((node) => {
    if (node.key !== null) {
      const i = keyed.get(node.key) ?? -1;
      keyed.delete(node.key); // a key that comes twice is new the second time
      return before[i]?.name === node.name ? i : -1;
    }
    const i = before.findIndex((old, at) => at >= next && old.key === null && old.name === node.name);
    if (i >= 0) next = i + 1;
    return i;
  });
}

/** Attributes that the page writes and the markup doesn't have. */
const PAGE_ATTRIBUTES = ["data-lit", "data-copied"];

/** The ends of a slider: under the pointer they stay, else its thumb would run away from the hand. */
const SCALE = ["min", "max"];

/**
 * Does this attribute of the element belong to the page, so that the markup has no say in it?
 * @param {Element} element
 * @param {string} name
 * @param {Care} care
 */
function isPageOwned(element, name, care) {
  if (element === care.pressed && SCALE.includes(name)) return true;
  return PAGE_ATTRIBUTES.includes(name) || (name === "open" && element.localName === "details");
}

/**
 * What a node is matched by.
 * @param {Node} node
 */
function identity(node) {
  return { key: node instanceof Element ? node.getAttribute("data-key") : null, name: node.nodeName };
}

/**
 * Make the attributes of one element those of another.
 * @param {Element} target
 * @param {Element} source
 * @param {Care} care
 */
function patchAttributes(target, source, care) {
  for (const name of source.getAttributeNames()) {
    const value = source.getAttribute(name);
    if (target.getAttribute(name) !== value && !isPageOwned(target, name, care)) target.setAttribute(name, value);
  }
  for (const name of target.getAttributeNames()) {
    if (!source.hasAttribute(name) && !isPageOwned(target, name, care)) target.removeAttribute(name);
  }
}

/**
 * Put nodes in the given order into their parent, without moving `pinned`: a node that moves loses the focus.
 * @param {Node} parent
 * @param {Node[]} nodes  all the children that the parent is to have
 * @param {Node | undefined} pinned  one of them that stays where it is
 */
function arrange(parent, nodes, pinned) {
  const fixed = pinned ? nodes.indexOf(pinned) : -1;
  for (let i = fixed - 1; i >= 0; i--) {
    if (nodes[i].nextSibling !== nodes[i + 1]) parent.insertBefore(nodes[i], nodes[i + 1]);
  }
  for (let i = fixed + 1; i < nodes.length; i++) {
    const place = i === 0 ? parent.firstChild : nodes[i - 1].nextSibling;
    if (nodes[i] !== place) parent.insertBefore(nodes[i], place);
  }
}

/**
 * What the patcher has to treat with care.
 * @typedef {object} Care
 * @property {Element | null} focused  the element that has the focus: it is not moved
 * @property {Element | null} pressed  the slider under the pointer
 * @property {(target: Element, source: Element) => boolean} postpone  takes the new content of an element for later
 */

/**
 * Make the children of one node those of another, keeping every node that goes on.
 * @param {Node} target
 * @param {Node} source  loses the nodes that are new
 * @param {Care} care
 */
export function patchChildren(target, source, care) {
  const before = [...target.childNodes];
  const after = [...source.childNodes];
  const matches = matchNodes(before.map(identity), after.map(identity));
  const nodes = after.map((node, i) => before[matches[i]] ?? node);
  const kept = new Set(nodes);
  for (const node of before) {
    if (!kept.has(node)) target.removeChild(node);
  }
  arrange(target, nodes, before.find((node) => kept.has(node) && node.contains(care.focused)));
  nodes.forEach((node, i) => {
    if (node !== after[i]) patchNode(node, after[i], care);
  });
}

/**
 * @param {Node} target
 * @param {Node} source  a node of the same name
 * @param {Care} care
 */
function patchNode(target, source, care) {
  if (target.isEqualNode(source)) return; // as most of a picture is from one edit to the next
  if (target instanceof Element && source instanceof Element) {
    patchAttributes(target, source, care);
    if (!care.postpone(target, source)) patchChildren(target, source, care);
  } else if (target.nodeValue !== source.nodeValue) {
    target.nodeValue = source.nodeValue;
  }
}
