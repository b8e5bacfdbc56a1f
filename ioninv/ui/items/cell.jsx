import { useEffect, useLayoutEffect, useRef, useState } from "react";
import { Held, useHeld, useTaken } from "$/public/external/ioninv/ui/kit/held/held.jsx";

function freshKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const cellOf = (item, field) => document.querySelector(`tr[data-id="${item}"] td[data-field="${field}"]`);
const FIELDS = "input:not([type=hidden]):not([hidden]):not([readonly]), textarea, select";

/* A small form over one cell of the grid. Enter sends it, Tab sends it and goes on to the next cell,
   Escape leaves it. What is typed stays until it is stored or left by hand, also when the server is
   restarted meanwhile. */
export function CellEditor(props) {
  const { open = false, busy = false, state, onClose, children } = props;
  const box = useRef(null);
  const dirty = useRef(false);
  const handedIn = useRef(false);
  const sent = useRef(false);
  const [key, setKey] = useState(freshKey);
  const said = useRef(props);
  if (open) said.current = props;
  const { item = 0, field = "", label, round = 0 } = said.current;
  const now = useRef(key);
  now.current = key;
  const keeps = (taken) => (dirty.current || handedIn.current) && taken !== now.current;
  const store = useHeld(state, keeps);
  const taken = useTaken(state);
  // Escape works at once: the server hears of it later.
  const [left, setLeft] = useState(0);
  const shown = (open || keeps(taken)) && left !== round;
  const leave = () => {
    dirty.current = handedIn.current = false;
    setLeft(round);
    onClose?.();
  };

  const back = () => cellOf(item, field)?.focus({ preventScroll: true });
  useEffect(() => {
    if (!shown) return undefined;
    dirty.current = handedIn.current = sent.current = false;
    setKey(freshKey());
    const first = box.current?.querySelector(FIELDS);
    first?.focus();
    first?.select?.();
    return () => back();
  }, [shown, item, field, round]);

  useLayoutEffect(() => {
    if (!shown) return undefined;
    const show = () => {
      // The panel that opens beside the grid may push the cell out of sight.
      cellOf(item, field)?.scrollIntoView({ block: "nearest", inline: "nearest" });
      place();
    };
    const place = () => {
      const at = cellOf(item, field)?.getBoundingClientRect();
      const form = box.current;
      if (!at || !form) return;
      const width = Math.min(Math.max(at.width, 220), innerWidth - 16);
      const under = innerHeight - at.top > form.offsetHeight + 12;
      form.style.width = `${width}px`;
      form.style.left = `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`;
      form.style.top = `${under ? at.top : Math.max(8, at.bottom - form.offsetHeight)}px`;
    };
    show();
    const around = new ResizeObserver(show);
    const grid = cellOf(item, field)?.closest(".scroll");
    if (grid) around.observe(grid);
    addEventListener("resize", place);
    addEventListener("scroll", place, true);
    const grown = new ResizeObserver(place);
    grown.observe(box.current);
    return () => {
      grown.disconnect();
      around.disconnect();
      removeEventListener("resize", place);
      removeEventListener("scroll", place, true);
    };
  }, [shown, item, field, round]);

  // The answer is here. What was taken is not sent again by the second half of a double click.
  useEffect(() => {
    if (!busy) sent.current = taken !== "" && taken === now.current;
  }, [busy, taken]);

  // Refused: to what is wrong.
  useEffect(() => {
    if (shown && !busy) box.current?.querySelector('[aria-invalid="true"]')?.focus();
  }, [shown, busy]);

  useEffect(() => {
    if (!shown) return undefined;
    const outside = (event) => {
      if (dirty.current || box.current?.contains(event.target)) return;
      leave();
    };
    document.addEventListener("pointerdown", outside);
    return () => document.removeEventListener("pointerdown", outside);
  }, [shown, item, field, round]);

  if (!shown) return null;
  const send = (next) => {
    const form = box.current.querySelector("form");
    if (sent.current || busy || !form) return;
    form.elements.next.value = next;
    form.requestSubmit();
  };
  const submits = (event) => {
    if (sent.current || busy) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    sent.current = handedIn.current = true;
    // A connection that is lost must not leave the form locked.
    setTimeout(() => {
      if (!box.current?.querySelector('[type="submit"][aria-busy="true"]')) sent.current = false;
    }, 4000);
  };
  const keys = (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) {
      event.preventDefault();
      event.stopPropagation();
      leave();
      return;
    }
    if (event.key !== "Tab") return;
    const fields = [...box.current.querySelectorAll(FIELDS)];
    const edge = event.shiftKey ? fields[0] : fields.at(-1);
    if (event.target !== edge) return;
    event.preventDefault();
    const row = [...cellOf(item, field).parentElement.querySelectorAll("td[data-field]")].filter((cell) => cell.offsetWidth);
    const here = row.findIndex((cell) => cell.dataset.field === field);
    send(row[here + (event.shiftKey ? -1 : 1)]?.dataset.field ?? "");
  };
  return (
    <div
      ref={box}
      className="cell-editor"
      role="dialog"
      aria-label={label}
      onInputCapture={() => (dirty.current = true)}
      onSubmitCapture={submits}
      onKeyDown={keys}
    >
      <Held store={store}>{children}</Held>
      <input type="hidden" name="idempotency_key" value={key} form="cell" />
      <input type="hidden" name="next" defaultValue="" form="cell" />
    </div>
  );
}
