// New elements. Text from outside only ever becomes text: nothing here reads markup.
const SVG = "http://www.w3.org/2000/svg";

const present = (child) => child !== null && child !== undefined;

// Return a new element; `on…` properties listen, others become attributes, children are elements or text.
export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && present(value)) element.setAttribute(name, value);
  }
  element.append(...children.filter(present));
  return element;
}

// Return a new element of a drawing, with attributes and children.
export function makeSvg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
  element.append(...children);
  return element;
}
