import { useEffect, useMemo, useRef, useState } from "react";
import { Autocomplete } from "@base-ui/react/autocomplete";

const CREATE = "\u0000create";
const same = (a, b) => a.trim().toLowerCase() === b.trim().toLowerCase();

const Cross = () => (
  <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" aria-hidden="true">
    <path d="M18 6 6 18M6 6l12 12" />
  </svg>
);

const Glass = () => (
  <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" aria-hidden="true">
    <circle cx="11" cy="11" r="7" />
    <path d="m20 20-3.8-3.8" />
  </svg>
);

/* Asks the server for options a moment after the last key, and knows whether it still waits. */
function useQuery(onQuery, options, delay) {
  const timer = useRef();
  const [waiting, setWaiting] = useState(false);
  useEffect(() => setWaiting(false), [options]);
  useEffect(() => {
    // An answer equal to the last one may never arrive as a change: stop waiting anyway.
    if (!waiting) return undefined;
    const giveUp = setTimeout(() => setWaiting(false), 2000);
    return () => clearTimeout(giveUp);
  }, [waiting]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const ask = (text, now = false) => {
    if (!onQuery) return;
    setWaiting(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onQuery(text), now ? 0 : delay);
  };
  return [ask, waiting, () => clearTimeout(timer.current)];
}

function Options({ text, note, onChoose }) {
  return (
    <Autocomplete.Portal>
      <Autocomplete.Positioner className="combo-layer" sideOffset={4} align="start" positionMethod="fixed">
        <Autocomplete.Popup className="combo-popup">
          <Autocomplete.List className="combo-list">
            {(item) => (
              <Autocomplete.Item
                key={item.value}
                value={item}
                className={item.value === CREATE ? "combo-item create" : "combo-item"}
                onClick={() => onChoose(item)}
              >
                {item.tag ? <span className="tag">{item.tag}</span> : null}
                <span className="label">{item.value === CREATE ? `Create “${text.trim()}”` : item.label}</span>
                {item.hint ? <span className="hint">{item.hint}</span> : null}
                {item.status ? <span className={`badge ${item.status}`}>{item.status_label}</span> : null}
              </Autocomplete.Item>
            )}
          </Autocomplete.List>
          {note ? (
            <div className="combo-note" role="status">
              {note}
            </div>
          ) : null}
        </Autocomplete.Popup>
      </Autocomplete.Positioner>
    </Autocomplete.Portal>
  );
}

/* Names an existing thing, or a new one. What is typed lives in the browser alone. */
export function Combobox(props) {
  const { options = [], value = "", text: given = "", name, label, labelledBy, describedBy, controlId } = props;
  const { placeholder, disabled, required, invalid, mono, delay = 90, emptyNote } = props;
  const { onQuery, onPick, onCreate, onClear } = props;
  const [text, setText] = useState(given);
  const [picked, setPicked] = useState({ value, label: given });
  const [open, setOpen] = useState(false);
  const [ask, waiting] = useQuery(onQuery, options, delay);

  // The server may fill the field (a created thing, a restored filter). In a form its emptiness
  // is not news: after a reconnect it has forgotten what the person still sees.
  const seen = useRef({ value, given });
  useEffect(() => {
    if (seen.current.value === value && seen.current.given === given) return;
    seen.current = { value, given };
    if (name && !value && !given) return;
    setText(given);
    setPicked({ value, label: given });
  }, [value, given, name]);

  const typed = text.trim();
  const isPicked = picked.value !== "" && same(picked.label, text);
  const exact = options.find((option) => same(option.label, text));
  const creates = Boolean(onCreate) && typed !== "" && !exact && !isPicked && !waiting;
  const items = useMemo(
    () => (creates ? [...options, { value: CREATE, label: text }] : options),
    [options, creates, text],
  );

  const choose = (item) => {
    if (item.value === CREATE) {
      setPicked({ value: "", label: typed });
      onCreate(typed);
      return;
    }
    setText(item.label);
    setPicked({ value: item.value, label: item.label });
    onPick?.(item.value, item.label);
  };
  const clear = () => {
    setText("");
    setPicked({ value: "", label: "" });
    ask("", true);
    onClear?.();
  };
  const change = (next, details) => {
    if (details.reason === "item-press") {
      setText(next);
      return;
    }
    if (details.reason !== "input-change") return;
    setText(next);
    ask(next);
    if (next.trim() === "" && picked.value !== "") onClear?.();
    if (!same(next, picked.label)) setPicked({ value: "", label: "" });
  };
  // Typed in full and left: that is a choice too.
  const settle = () => {
    if (exact && !isPicked) choose(exact);
  };
  // Enter before the answer must not take what matched the text of a moment ago.
  const early = useRef(false);
  const keys = (event) => {
    if (event.key !== "Enter" || !waiting || !open) return;
    event.preventDefault();
    event.preventBaseUIHandler();
    early.current = true;
  };
  useEffect(() => {
    if (waiting || !early.current) return;
    early.current = false;
    if (exact) {
      choose(exact);
      setOpen(false);
    }
  }, [waiting]);

  return (
    <div className="combo">
      <Autocomplete.Root
        items={items}
        filter={null}
        value={text}
        onValueChange={change}
        open={open && !disabled}
        onOpenChange={(next) => {
          setOpen(next);
          if (next) ask(isPicked ? "" : text, true);
        }}
        openOnInputClick
        autoHighlight
        itemToStringValue={(item) => (item.value === CREATE ? typed : item.label)}
        disabled={disabled}
        required={required}
      >
        <Autocomplete.Input
          id={controlId}
          className={mono ? "input mono" : "input"}
          placeholder={placeholder}
          aria-label={labelledBy ? undefined : label}
          aria-labelledby={labelledBy || undefined}
          aria-describedby={describedBy || undefined}
          aria-invalid={invalid ? "true" : undefined}
          aria-required={required ? "true" : undefined}
          autoComplete="off"
          spellCheck={false}
          onBlur={settle}
          onKeyDown={keys}
        />
        <Options text={text} note={!waiting && !items.length && typed ? emptyNote : ""} onChoose={choose} />
      </Autocomplete.Root>
      <span className="combo-tail">
        {waiting && open ? <i className="spinner" aria-hidden="true" /> : null}
        {text && !disabled ? (
          <button type="button" className="combo-clear" aria-label={`Clear ${label || "field"}`} onClick={clear}>
            <Cross />
          </button>
        ) : null}
      </span>
      {name ? (
        <>
          <input type="hidden" name={name} value={isPicked ? picked.value : ""} />
          <input type="hidden" name={`${name}_text`} value={typed} />
        </>
      ) : null}
    </div>
  );
}

/* The box in the header: finds while one types, and answers a scanner's Enter with exactly what it sent. */
export function FindBox(props) {
  const { results = [], answer = "", label, placeholder, delay = 90, value = "" } = props;
  const { onQuery, onEnter, onPick } = props;
  const [text, setText] = useState(value);
  const [open, setOpen] = useState(false);
  const [ask, waiting, hush] = useQuery(onQuery, results, delay);
  const input = useRef(null);

  // An answer to Enter is shown even though Enter has closed the list.
  useEffect(() => {
    if (answer && document.activeElement === input.current) setOpen(true);
  }, [answer]);

  useEffect(() => {
    const focus = (event) => {
      const busy = event.target.closest?.("input, textarea, select, [contenteditable], [role=dialog], [role=menu]");
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || busy) return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    document.addEventListener("keydown", focus);
    return () => document.removeEventListener("keydown", focus);
  }, []);

  const choose = (item) => {
    setText("");
    setOpen(false);
    onPick?.(item.value, item.label);
  };
  const change = (next, details) => {
    if (details.reason !== "input-change") return;
    setText(next);
    ask(next);
  };
  const enter = (event) => {
    if (event.key === "Escape" && !open) input.current?.blur();
    if (event.key !== "Enter" || input.current?.getAttribute("aria-activedescendant")) return;
    event.preventDefault();
    const code = event.currentTarget.value.trim();
    // The box is ready for the next scan at once: what is typed then replaces this.
    event.currentTarget.select();
    hush();
    if (code) onEnter?.(code);
  };

  return (
    <div className="find" role="search">
      <Glass />
      <Autocomplete.Root
        items={text.trim() ? results : []}
        filter={null}
        value={text}
        onValueChange={change}
        open={open && text.trim() !== ""}
        onOpenChange={(next) => setOpen(next)}
        openOnInputClick
        itemToStringValue={(item) => item.label}
      >
        <Autocomplete.Input
          ref={input}
          type="search"
          className="input"
          aria-label={label}
          aria-keyshortcuts="/"
          placeholder={placeholder}
          autoComplete="off"
          autoCapitalize="off"
          enterKeyHint="search"
          spellCheck={false}
          onKeyDown={enter}
        />
        <Options text={text} note={waiting ? "" : answer} onChoose={choose} />
      </Autocomplete.Root>
      <kbd aria-hidden="true">/</kbd>
      <span className="combo-tail">
        {waiting && open ? <i className="spinner" aria-hidden="true" /> : null}
        {text ? (
          <button
            type="button"
            className="combo-clear"
            aria-label="Clear search"
            onClick={() => {
              setText("");
              input.current?.focus();
            }}
          >
            <Cross />
          </button>
        ) : null}
      </span>
    </div>
  );
}
