import { useEffect, useRef, useState } from "react";

/* One key per filled-in line: however often it is sent, it is added once. */
function freshKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/* What is typed stays in this browser until it is sent, for each order. */
const KEPT = ["part", "part_text", "quantity", "unit", "unit_cost", "expected_on"];
const draftOf = (order) => `ioninv.line.${order}`;
const SEEN_WITHIN = 4000;

function keep(order, form) {
  const data = new FormData(form);
  const typed = Object.fromEntries(KEPT.map((name) => [name, data.get(name) || ""]));
  const any = typed.part_text || typed.quantity || typed.expected_on;
  if (any) sessionStorage.setItem(draftOf(order), JSON.stringify(typed));
  else sessionStorage.removeItem(draftOf(order));
}

function kept(order) {
  try {
    return JSON.parse(sessionStorage.getItem(draftOf(order)));
  } catch {
    return null;
  }
}

/* As if it were typed: what follows from it follows. */
function type(field, value) {
  if (!field || !value || field.value === value) return;
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value").set.call(field, value);
  field.dispatchEvent(new Event(field.tagName === "SELECT" ? "change" : "input", { bubbles: true }));
}

/* The line that comes next into the table is shown: with many, it is far below. */
function showNext() {
  const table = document.querySelector(".lines tbody");
  if (!table) return;
  const watch = new MutationObserver(() => {
    watch.disconnect();
    table.lastElementChild?.scrollIntoView({ block: "nearest" });
  });
  watch.observe(table, { childList: true });
  setTimeout(() => watch.disconnect(), SEEN_WITHIN);
}

const FIRST = "input:not([type=hidden]):not([hidden])";

/* Around the form of a new line: a new round is an empty form with the cursor in its first field,
   a refusal puts it into the first field that is wrong, and nothing is sent twice. */
export function AddLine({ round = "", unitRound = "", order = 0, busy = false, onPick, children }) {
  const box = useRef(null);
  const [key, setKey] = useState(freshKey);
  const sent = useRef(false);
  const handedIn = useRef(false);
  // A server that was restarted has forgotten the round: that is no new one.
  const rounds = useRef("");
  if (round) rounds.current = round;
  const current = rounds.current;
  const begun = useRef(current);
  // What waits for the units of a part; whether anything was typed here by hand.
  const rest = useRef(null);
  const touched = useRef(false);
  const form = () => box.current?.querySelector("form");
  useEffect(() => {
    if (begun.current === current) return;
    begun.current = current;
    sent.current = false;
    setKey(freshKey());
    // Not when an order is opened: a tablet would show its keyboard.
    if (handedIn.current) {
      sessionStorage.removeItem(draftOf(order));
      box.current?.querySelector(FIRST)?.focus();
      showNext();
    } else restore();
    handedIn.current = touched.current = false;
  }, [current]);
  useEffect(() => {
    // A new round renews the units too: what is asked for here comes after it.
    if (unitRound === current || !form()) return;
    const typed = rest.current;
    rest.current = null;
    if (typed) ["unit", "unit_cost"].forEach((name) => type(form().elements[name], typed[name]));
    else if (touched.current) keep(order, form());
  }, [unitRound]);
  const restore = () => {
    const typed = kept(order);
    if (!typed || !form()) return;
    ["quantity", "expected_on"].forEach((name) => type(form().elements[name], typed[name]));
    if (!typed.part) return;
    rest.current = typed;
    onPick?.(typed.part, typed.part_text);
  };
  useEffect(() => {
    if (busy) return;
    sent.current = false;
    if (handedIn.current) requestAnimationFrame(() => box.current?.querySelector('[aria-invalid="true"]')?.focus());
  }, [busy]);
  const types = (event) => {
    if (!event.nativeEvent.isTrusted || !form()) return;
    touched.current = true;
    keep(order, form());
  };
  const submits = (event) => {
    if (sent.current || busy) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    sent.current = handedIn.current = true;
    // A handler that never says it is busy must not leave the form locked.
    setTimeout(() => (sent.current = false), 4000);
  };
  return (
    <div ref={box} className="add-line" onSubmitCapture={submits} onInput={types}>
      <div key={current}>{children}</div>
      <input type="hidden" name="idempotency_key" value={key} form="add-line" />
    </div>
  );
}
