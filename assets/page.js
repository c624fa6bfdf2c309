// What every view of the page shares: language and sentences, elements, numbers, and the one setting of P.
// Text from outside only ever becomes text: elements are made here and filled with textContent.
(() => {
  const data = window.hetvizData; // {texts: {language: {key: sentence}}, languages: {code: name}, models: {variant: name}}
  const asked = new URLSearchParams(location.search).get("lang") || navigator.language || "en";
  const language = asked.toLowerCase().startsWith("zh") ? "zh" : "en";
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";

  // Return the sentence of a key with its {marks} filled in.
  function t(key, facts = {}) {
    const sentence = data.texts[language][key];
    if (sentence === undefined) throw new Error(`no sentence for ${key}`);
    return sentence.replace(/\{(\w+)\}/g, (mark, name) => (name in facts ? String(facts[name]) : mark));
  }

  // Return the name of a class of objects in the page's language; a class without one keeps its own.
  const className = (name) => data.texts[language][`class_${name}`] || name;

  // Return a new element; `on…` properties listen, others become attributes, children are elements or text.
  function make(tag, properties = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else if (value === true) element.setAttribute(name, "");
      else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
    }
    element.append(...children.filter((child) => child !== null && child !== undefined));
    return element;
  }

  const count = (value) => new Intl.NumberFormat(language).format(value);
  const fixed = (value, digits) =>
    new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
  const signed = (value, text) => (value > 0 ? "+" : value < 0 ? "−" : "±") + text(Math.abs(value));

  // The one setting of the page. `left` and `right` are the two detectors; P is that of the last CSPHet chosen, and
  // moving P brings the CSPHet with that P to the right. `change` tells of every movement, `release` of a choice that
  // was let go, `layer` of a layer to be shown in Kernels ({variant, path} in setting.layer, since that tab may not have
  // been opened before).
  const setting = { left: "v5n-c3", right: "v5n-csphet-p4", p: 4, classes: 20, size: 640, layer: null };
  const listeners = { change: [], release: [], layer: [], picture: [] };
  const tell = (kind) => listeners[kind].forEach((listener) => listener(setting));
  function set(values, kind = "change") {
    Object.assign(setting, values);
    if ("p" in values) setting.right = `v5n-csphet-p${setting.p}`;
    else if ("right" in values) setting.p = partsOf(setting.right) || setting.p;
    tell(kind);
  }
  const partsOf = (variant) => Number(/csphet-p(\d+)/.exec(variant)?.[1]); // NaN for a detector without P

  // Return the name of a detector as the page writes it; a stranger's is its own.
  const modelName = (variant) => data.models[variant] || variant;

  // Tabs by name. A layer is shown in Kernels; a link may ask for a tab by `?tab=`.
  const tabOf = (name) =>
    [...document.querySelectorAll("[role=tab]")].find((tab) => tab.textContent.trim() === t(`tab_${name}`));
  const hasTab = (name) => data.texts[language][`tab_${name}`] !== undefined && Boolean(tabOf(name));
  const showTab = (name) => tabOf(name)?.click();
  function openLayer(layer) {
    set({ layer }, "layer");
    showTab("kernels");
  }
  const linked = new URLSearchParams(location.search).get("tab");
  const waiting = new MutationObserver(() => {
    if (!hasTab(linked)) return;
    waiting.disconnect();
    showTab(linked);
  });
  if (linked) waiting.observe(document, { childList: true, subtree: true });

  // The picture that was examined last, with what was found in it; every tab shows this one.
  // {source, picture: {url, width, height}, credit, variants: {side: name}, found: {side: detections}, confidence, iou}
  function publish(examined) {
    window.hetviz.examined = examined;
    listeners.picture.forEach((listener) => listener(examined));
  }

  window.hetviz = {
    language,
    languages: data.languages,
    t,
    className,
    modelName,
    make,
    count,
    fixed,
    signed,
    setting,
    set,
  };
  Object.assign(window.hetviz, { hasTab, showTab, openLayer, publish });
  window.hetviz.listen = (kind, listener) => listeners[kind].push(listener);
  window.hetviz.unlisten = (kind, listener) => {
    listeners[kind] = listeners[kind].filter((other) => other !== listener);
  };
})();
