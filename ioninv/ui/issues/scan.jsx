import { useEffect, useRef, useState } from "react";

const LONGEST = 2000;
const RETRY = 5000;
const fresh = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
const short = (text) => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

/* The box of a form that items are scanned into. Codes come faster than answers: they wait in line, and
   each question goes with the list as it stands, so that a server that was restarted goes on from it. */
export function ItemScan({ target = "", answer = {}, first = false, invalid = false, describedBy, onScan, onChoose }) {
  const [queue, setQueue] = useState([]);
  const now = useRef({});
  now.current = { target, onScan };
  const next = queue[0];
  useEffect(() => {
    if (!next) return undefined;
    const ask = () => now.current.onScan?.(next.code, next.id, now.current.target);
    ask();
    const timer = setInterval(ask, RETRY);
    return () => clearInterval(timer);
  }, [next?.id]);
  useEffect(() => {
    if (answer.nonce) setQueue((all) => (all[0]?.id === answer.nonce ? all.slice(1) : all));
  }, [answer]);
  const enter = (event) => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    // It is no Enter that sends the form, however often a scanner presses it.
    event.preventDefault();
    const code = event.target.value.slice(0, LONGEST).trim();
    event.target.value = "";
    if (code) setQueue((all) => [...all, { id: fresh(), code }]);
  };
  const options = answer.options ?? [];
  return (
    <div className="item-scan">
      <input
        className="input mono"
        name="scan"
        id="raise-scan"
        aria-label="Scan or type an item"
        aria-describedby={describedBy}
        aria-invalid={invalid ? "true" : "false"}
        placeholder="Scan or type a serial, a lot or a UID, then Enter"
        autoComplete="off"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        enterKeyHint="done"
        data-autofocus={first ? "" : undefined}
        onKeyDown={enter}
      />
      <input type="hidden" name="waiting" value={queue.length || ""} readOnly />
      <p className={`item-scan-said ${next ? "" : (answer.tone ?? "")}`} role="status">
        {next ? `Looking up ${short(next.code)}…` : answer.said}
      </p>
      {!next && options.length ? (
        <ul className="item-scan-options" aria-label="Which one">
          {options.map((option) => (
            <li key={option.value}>
              <button type="button" className="btn small" onClick={() => onChoose?.(option.value, target)}>
                {option.label}
              </button>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}
