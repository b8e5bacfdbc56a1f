import { useEffect, useRef, useState } from "react";

/* A value to copy. The clipboard of browsers is there on https and localhost only; a tablet may come
   over plain http, where the selection is copied as Ctrl+C does it. */
const LOCAL = /^(localhost|127\..*|\[::1\])$/;

export function ShownOnce({ value = "", name = "", inside = false }) {
  const field = useRef(null);
  const [copied, setCopied] = useState(false);
  const whole = inside && value && typeof window !== "undefined" ? window.location.origin + value : value;
  useEffect(() => setCopied(false), [whole]);
  const copy = async () => {
    field.current.select();
    try {
      await navigator.clipboard.writeText(whole);
      setCopied(true);
    } catch {
      setCopied(document.execCommand("copy"));
    }
  };
  const nearby = inside && value && typeof window !== "undefined" && LOCAL.test(window.location.hostname);
  return (
    <>
    <div className="once">
      <input
        ref={field}
        className="input mono"
        aria-label={name}
        value={whole}
        readOnly
        autoComplete="off"
        spellCheck={false}
        onFocus={(event) => event.target.select()}
      />
      <button type="button" className="btn" onClick={copy}>
        <span aria-live="polite">{copied ? "Copied" : "Copy"}</span>
      </button>
    </div>
    {nearby && (
      <p className="soft">
        On another machine, write the name or address of this one in place of “{window.location.hostname}”.
      </p>
    )}
    </>
  );
}
