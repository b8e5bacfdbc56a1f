import { useEffect, useRef } from "react";

const rowsOf = (box) => [...box.querySelectorAll("tbody tr[data-id]")];
const idOf = (row) => Number(row.dataset.id);
const boxOf = (row) => row.querySelector(".pick input");
const cellsOf = (row) => [...row.children].filter((cell) => cell.offsetParent !== null || cell.offsetWidth);
/* What has keys of its own: an open dialog, menu or list, and any field. */
const busy = () => document.querySelector("[role=dialog], [role=alertdialog], [role=menu], .cell-editor");
/* Where the panel covers the grid instead of standing beside it. */
const sheet = () => matchMedia("(max-width: 1024px), (pointer: coarse)").matches;
/* As long as a system waits for the second half of a double click. */
const DOUBLE = 500;
const typing = (node) => node.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");

/* The hands in the grid: ticking, walking by arrows, asking to edit a cell. All of it happens in the
   browser; rows carry no handlers for it and are not rendered anew. The server is told quietly. */
export function GridHands(props) {
  const { round = 0, shown = [], everything = false, className = "", children } = props;
  const box = useRef(null);
  const picked = useRef(new Set());
  const last = useRef(0);
  const shift = useRef(false);
  const at = useRef({ id: 0, column: 1 });
  // Of everything, some were unticked: the server has not said yet what is left.
  const dropped = useRef(false);
  // Listeners are set once, and call what is given now.
  const now = useRef(props);
  now.current = props;

  const show = () => {
    if (!box.current) return;
    const rows = rowsOf(box.current);
    let ticked = 0;
    const everything = now.current.everything && !dropped.current;
    for (const row of rows) {
      const on = everything || picked.current.has(idOf(row));
      const input = boxOf(row);
      if (input && input.checked !== on) input.checked = on;
      ticked += on ? 1 : 0;
      // One stop for Tab in the whole grid: arrows walk from there.
      for (const control of row.querySelectorAll("input, button")) control.tabIndex = -1;
      for (const cell of row.children) cell.tabIndex = -1;
    }
    const head = box.current.querySelector("thead .pick input");
    if (head) {
      head.checked = rows.length > 0 && ticked === rows.length;
      head.indeterminate = ticked > 0 && ticked < rows.length;
    }
    const home = rows.find((row) => idOf(row) === at.current.id) ?? rows[0];
    if (home) (home.children[at.current.column] ?? home.children[0]).tabIndex = 0;
  };

  useEffect(() => {
    picked.current = new Set(now.current.shown);
    dropped.current = false;
    show();
  }, [round, everything]);

  useEffect(() => {
    const place = box.current;
    const writes = (field) => now.current.writes?.[field] ?? now.current.writes?.[""] ?? true;
    const tell = (ids, on) => now.current.onPick?.(ids, on);
    const changed = (event) => {
      const input = event.target;
      if (input.type !== "checkbox" || !input.closest(".pick")) return;
      const rows = rowsOf(place);
      const row = input.closest("tbody tr");
      let ids = rows.map(idOf);
      if (row) {
        const here = rows.indexOf(row);
        const from = rows.findIndex((each) => idOf(each) === last.current);
        const range = shift.current && from >= 0 ? [Math.min(from, here), Math.max(from, here)] : [here, here];
        ids = ids.slice(range[0], range[1] + 1);
        last.current = idOf(row);
      }
      if (now.current.everything && !dropped.current && !input.checked) {
        picked.current = new Set(rows.map(idOf).filter((id) => !ids.includes(id)));
        dropped.current = true;
        now.current.onDrop?.(ids);
      } else {
        for (const id of ids) input.checked ? picked.current.add(id) : picked.current.delete(id);
        tell(ids, input.checked);
      }
      show();
    };
    const pressed = (event) => {
      shift.current = event.shiftKey;
      const cell = event.target.closest?.("tbody td");
      if (cell) at.current = { id: idOf(cell.parentElement), column: [...cell.parentElement.children].indexOf(cell) };
    };
    const go = (row, column) => {
      const cell = row?.children[column];
      if (!cell) return;
      place.querySelectorAll('tbody td[tabindex="0"]').forEach((other) => (other.tabIndex = -1));
      cell.tabIndex = 0;
      cell.focus({ preventScroll: true });
      cell.scrollIntoView({ block: "nearest", inline: "nearest" });
      at.current = { id: idOf(row), column };
    };
    const edit = (cell) => {
      const field = cell?.dataset.field;
      if (field && writes(field)) now.current.onEdit?.(idOf(cell.parentElement), field);
      return Boolean(field);
    };
    /* A press opens the panel, and the columns make room for it. Until it is clear that no second
       press follows, everything stays where it is; a second one means what was under the first. */
    let first = null;
    let settled = () => {};
    const steady = (press) => {
      settled();
      const work = place.closest(".work");
      if (!work || work.querySelector(":scope > .panel")) return;
      const aside = parseFloat(getComputedStyle(work).getPropertyValue("--aside")) || 0;
      const covered = sheet() || press.clientX > work.getBoundingClientRect().right - aside;
      work.dataset.steady = covered ? "covered" : "";
      const moved = (event) => Math.hypot(event.clientX - press.clientX, event.clientY - press.clientY) > 6 && settled();
      const timer = setTimeout(() => settled(), DOUBLE);
      addEventListener("pointermove", moved);
      settled = () => {
        clearTimeout(timer);
        removeEventListener("pointermove", moved);
        delete work.dataset.steady;
      };
    };
    const once = (event) => {
      if (event.detail < 2) {
        const cell = place.contains(event.target) ? event.target.closest("tbody td") : null;
        first = event.pointerType !== "touch" && cell?.dataset.field && writes(cell.dataset.field) ? cell : null;
        if (first) steady(event);
      } else if (first && !place.contains(event.target)) {
        event.preventDefault();
        event.stopPropagation();
      }
    };
    const twice = (event) => {
      settled();
      if (!first?.isConnected || !edit(first)) return;
      event.preventDefault();
      event.stopPropagation();
      window.getSelection()?.removeAllRanges();
    };
    const keys = (event) => {
      const cell = event.target.closest?.("tbody td");
      if (!cell || typing(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      const row = cell.parentElement;
      const rows = rowsOf(place);
      const seen = cellsOf(row);
      const here = seen.indexOf(cell);
      const column = [...row.children].indexOf(cell);
      const sideways = (to) => go(row, [...row.children].indexOf(seen[to]));
      const upright = (to) => go(rows[Math.max(0, Math.min(rows.length - 1, to))], column);
      const acts = {
        ArrowRight: () => sideways(Math.min(seen.length - 1, here + 1)),
        ArrowLeft: () => sideways(Math.max(0, here - 1)),
        ArrowDown: () => upright(rows.indexOf(row) + 1),
        ArrowUp: () => upright(rows.indexOf(row) - 1),
        PageDown: () => upright(rows.indexOf(row) + 15),
        PageUp: () => upright(rows.indexOf(row) - 15),
        Home: () => sideways(0),
        End: () => sideways(seen.length - 1),
        " ": () => boxOf(row)?.click(),
        F2: () => edit(cell),
        Enter: () => edit(cell) || row.click(),
      };
      if (!acts[event.key] || (event.target !== cell && ["Enter", " "].includes(event.key))) return;
      event.preventDefault();
      shift.current = event.shiftKey;
      acts[event.key]();
    };
    const leave = (event) => {
      if (event.key !== "Escape" || event.defaultPrevented || busy() || typing(event.target)) return;
      if (!picked.current.size && !now.current.everything) return;
      picked.current = new Set();
      show();
      now.current.onClear?.();
    };
    const rows = new MutationObserver(show);
    // Cells come and go too, with the columns of attributes.
    rows.observe(place.querySelector("tbody"), { childList: true, subtree: true });
    place.addEventListener("click", pressed, true);
    place.addEventListener("change", changed);
    document.addEventListener("click", once, true);
    document.addEventListener("dblclick", twice, true);
    place.addEventListener("keydown", keys);
    document.addEventListener("keydown", leave);
    show();
    return () => {
      rows.disconnect();
      place.removeEventListener("click", pressed, true);
      place.removeEventListener("change", changed);
      document.removeEventListener("click", once, true);
      document.removeEventListener("dblclick", twice, true);
      settled();
      place.removeEventListener("keydown", keys);
      document.removeEventListener("keydown", leave);
    };
  }, []);

  return (
    <div ref={box} className={className}>
      {children}
    </div>
  );
}
