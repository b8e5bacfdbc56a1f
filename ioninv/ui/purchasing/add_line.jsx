import { useEffect, useRef, useState } from "react";

/* One key per filled-in line: however often it is sent, it is added once. */
function freshKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const FIRST = "input:not([type=hidden]):not([hidden])";

/* Around the form of a new line: a new round is an empty form with the cursor in its first field,
   a refusal puts it into the first field that is wrong, and nothing is sent twice. */
export function AddLine({ round = "", busy = false, children }) {
  const box = useRef(null);
  const [key, setKey] = useState(freshKey);
  const sent = useRef(false);
  const handedIn = useRef(false);
  // A server that was restarted has forgotten the round: that is no new one.
  const rounds = useRef("");
  if (round) rounds.current = round;
  const current = rounds.current;
  const begun = useRef(current);
  useEffect(() => {
    if (begun.current === current) return;
    begun.current = current;
    sent.current = false;
    setKey(freshKey());
    // Not when an order is opened: a tablet would show its keyboard.
    if (handedIn.current) box.current?.querySelector(FIRST)?.focus();
    handedIn.current = false;
  }, [current]);
  useEffect(() => {
    if (busy) return;
    sent.current = false;
    if (handedIn.current) requestAnimationFrame(() => box.current?.querySelector('[aria-invalid="true"]')?.focus());
  }, [busy]);
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
    <div ref={box} className="add-line" onSubmitCapture={submits}>
      <div key={current}>{children}</div>
      <input type="hidden" name="idempotency_key" value={key} form="add-line" />
    </div>
  );
}
