// Keys for those who search all day. Everything works without them, and they can be switched off; none of them is
// taken together with ctrl, alt or meta, nor while somebody types.
(() => {
  "use strict";

  const box = document.getElementById("q");
  const hits = [...document.querySelectorAll(".hit-link")];
  const marks = [...document.querySelectorAll("mark[id]")];
  const keys = document.getElementById("keys");
  const off = document.getElementById("keys-off");

  // Storage may be forbidden; then the choice holds for this page.
  const remembered = () => { try { return localStorage.getItem("keys") === "off"; } catch { return false; } };
  const remember = (value) => { try { localStorage.setItem("keys", value); } catch { /* holds for this page */ } };

  document.getElementById("keys-choice").hidden = false;
  off.checked = remembered();
  off.addEventListener("change", () => remember(off.checked ? "off" : "on"));

  const isTyping = (element) =>
    element instanceof HTMLElement && (element.matches("input, textarea, select") || element.isContentEditable);

  const toHit = (step) => {
    if (hits.length === 0) return false;
    const here = hits.findIndex((hit) => hit === document.activeElement);
    if (here < 0 && step < 0) return false;
    const next = Math.min(Math.max(here + step, 0), hits.length - 1);
    hits[next].focus();
    return true;
  };

  let current = -1;
  const toMark = (step) => {
    if (marks.length === 0) return false;
    current = (current + step + marks.length + (current < 0 && step < 0 ? 1 : 0)) % marks.length;
    const mark = marks[current];
    mark.tabIndex = -1;
    mark.focus({ preventScroll: true });
    mark.scrollIntoView({ block: "center" });
    return true;
  };

  // A mark that somebody jumped to by its link is the one from which the next is counted.
  const atTarget = () => { current = Math.max(marks.findIndex((mark) => `#${mark.id}` === location.hash), current); };
  addEventListener("hashchange", () => { current = -1; atTarget(); });
  atTarget();

  const steps = document.querySelector(".steps");
  if (steps) {
    steps.hidden = false;
    steps.addEventListener("click", (event) => {
      const step = Number(event.target.dataset.step);
      if (step) toMark(step);
    });
  }

  const showKeys = () => {
    keys.open = !keys.open;
    if (keys.open) {
      keys.scrollIntoView({ block: "nearest" });
      keys.querySelector("summary").focus();
    }
    return true;
  };

  const toBox = () => { box.focus(); box.select(); return true; };

  const actions = {
    "/": () => box && toBox(),
    "?": showKeys,
    j: () => toHit(1),
    k: () => toHit(-1),
    ArrowDown: () => toHit(1),
    ArrowUp: () => toHit(-1),
    n: () => toMark(1),
    p: () => toMark(-1),
    Escape: () => box && hits.includes(document.activeElement) && toBox(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return;
    if (off.checked) return;
    const here = document.activeElement;
    if (isTyping(here)) {
      if (here !== box) return;
      // A browser would empty the box.
      if (event.key === "Escape") { box.blur(); event.preventDefault(); }
      // From the box an arrow leads into the hits, as in a list of suggestions.
      if (event.key === "ArrowDown" && toHit(1)) event.preventDefault();
      return;
    }
    // Arrows scroll the page unless a hit has the focus.
    if (event.key.startsWith("Arrow") && !hits.includes(here)) return;
    const action = Object.hasOwn(actions, event.key) && actions[event.key];
    if (action && action()) event.preventDefault();
  });
})();
