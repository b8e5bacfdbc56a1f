import { useEffect, useRef } from "react";

const rows = (tree) => [...tree.querySelectorAll('[role="treeitem"]')];
const level = (row) => Number(row.getAttribute("aria-level"));

/* Keys of a tree, as the ARIA practices have them: one stop for Tab, arrows inside. */
export function Tree({ label, children }) {
  const box = useRef(null);

  useEffect(() => {
    const all = rows(box.current);
    const stop =
      all.find((row) => row === document.activeElement) ??
      all.find((row) => row.getAttribute("aria-selected") === "true") ??
      all[0];
    all.forEach((row) => (row.tabIndex = row === stop ? 0 : -1));
  });

  const go = (row) => {
    if (!row) return;
    rows(box.current).forEach((other) => (other.tabIndex = -1));
    row.tabIndex = 0;
    row.focus();
  };
  const twist = (row) => row.querySelector(".twist")?.click();
  const keys = (event) => {
    const all = rows(box.current);
    const at = all.indexOf(event.target);
    if (at < 0) return;
    const row = all[at];
    const expanded = row.getAttribute("aria-expanded");
    const acts = {
      ArrowDown: () => go(all[at + 1]),
      ArrowUp: () => go(all[at - 1]),
      Home: () => go(all[0]),
      End: () => go(all.at(-1)),
      ArrowRight: () => (expanded === "false" ? twist(row) : expanded === "true" && go(all[at + 1])),
      ArrowLeft: () =>
        expanded === "true" ? twist(row) : go(all.slice(0, at).findLast((above) => level(above) < level(row))),
      Enter: () => row.click(),
      " ": () => row.click(),
    };
    if (!acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
  };

  return (
    <div ref={box} className="tree" role="tree" aria-label={label} onKeyDown={keys}>
      {children}
    </div>
  );
}
