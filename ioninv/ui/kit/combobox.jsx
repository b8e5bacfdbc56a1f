import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "react";

const CREATE = "\u0000create";
const NONE = [];
const same = (a, b) => a.trim().toLowerCase() === b.trim().toLowerCase();
/* What the field shows of an option: in the list its hint tells it from its namesakes. */
const shown = (option) => option.text || option.label;

/* Asks the server a moment after the last key, and waits until the answer is one to that text:
   answers may be late, may overtake the next key, and may equal the one before. */
function useQuery(onQuery, answered, delay) {
  const timer = useRef();
  const [asked, setAsked] = useState(null);
  const waiting = asked !== null && asked !== answered;
  useEffect(() => {
    // A server that could not answer must not leave the field waiting.
    if (!waiting) return undefined;
    const giveUp = setTimeout(() => setAsked(null), 8000);
    return () => clearTimeout(giveUp);
  }, [asked, waiting]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const ask = (text, now = false) => {
    if (!onQuery) return;
    setAsked(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onQuery(text), now ? 0 : delay);
  };
  const hush = () => {
    clearTimeout(timer.current);
    setAsked(null);
  };
  return { ask, waiting, hush };
}

/* What the server sends: the options, and as the last entry the text that they answer. */
function useAnswer(sent) {
  return useMemo(() => {
    const last = sent[sent.length - 1];
    return last?.answers === undefined ? { options: sent } : { options: sent.slice(0, -1), answered: last.answers };
  }, [sent]);
}

/* The list under an input: keys, the active option, and what the input tells screen readers. */
function useList({ items, open, setOpen, onOpen, onChoose, leads }) {
  const input = useRef(null);
  const id = useId();
  const [active, setActive] = useState(-1);
  const expanded = open && items.length > 0;

  useEffect(() => setActive(leads ? 0 : -1), [items, leads]);
  useEffect(() => {
    if (!open) return undefined;
    // Before a dialog around it hears of Esc: that key closes the list alone.
    const escape = (event) => {
      if (event.key !== "Escape" || document.activeElement !== input.current) return;
      event.preventDefault();
      setOpen(false);
    };
    window.addEventListener("keydown", escape, true);
    return () => window.removeEventListener("keydown", escape, true);
  }, [open, setOpen]);

  const show = () => {
    if (open) return;
    setOpen(true);
    onOpen?.();
  };
  const move = (event, step) => {
    event.preventDefault();
    if (!expanded) return show();
    const count = items.length;
    return setActive((at) => (at < 0 ? (step > 0 ? 0 : count - 1) : (at + step + count) % count));
  };
  const choose = (item) => {
    setOpen(false);
    setActive(-1);
    onChoose(item);
  };
  /* True when the key was the list's own. */
  const keys = (event) => {
    if (event.nativeEvent.isComposing) return true;
    if (event.key === "ArrowDown") move(event, 1);
    else if (event.key === "ArrowUp") move(event, -1);
    else if (event.key === "Enter" && expanded && items[active]) {
      event.preventDefault();
      choose(items[active]);
    } else return false;
    return true;
  };
  const aria = {
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": expanded,
    "aria-controls": expanded ? id : undefined,
    "aria-activedescendant": expanded && active >= 0 ? `${id}-${active}` : undefined,
  };
  return { input, id, active, setActive, show, choose, keys, aria };
}

/* Keeps the popup at its input, below or, where there is no room, above it. */
function place(popup, input) {
  const at = input.getBoundingClientRect();
  const below = innerHeight - at.bottom - 12;
  const above = at.top - 12;
  const up = below < Math.min(220, popup.scrollHeight) && above > below;
  const width = Math.min(Math.max(at.width, Math.min(popup.dataset.least, innerWidth - 16)), innerWidth - 16);
  popup.style.width = `${width}px`;
  popup.style.left = `${Math.max(8, Math.min(at.left, innerWidth - width - 8))}px`;
  popup.style.maxHeight = `${Math.min(320, up ? above : below)}px`;
  popup.style.top = up ? "auto" : `${at.bottom + 4}px`;
  popup.style.bottom = up ? `${innerHeight - at.top + 4}px` : "auto";
}

function Options({ list, items, label, text, note, least = 240 }) {
  const popup = useRef(null);
  useLayoutEffect(() => {
    const box = popup.current;
    // The top layer: no dialog clips it, and it stays inside the dialog for all other purposes.
    box.showPopover?.();
    const follow = () => list.input.current && place(box, list.input.current);
    follow();
    addEventListener("resize", follow);
    addEventListener("scroll", follow, true);
    return () => {
      removeEventListener("resize", follow);
      removeEventListener("scroll", follow, true);
    };
  }, [items, note]);
  useEffect(() => {
    popup.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [list.active]);

  return (
    // A press in the list leaves the cursor where it is.
    <div ref={popup} popover="manual" className="combo-popup" data-least={least} onMouseDown={(e) => e.preventDefault()}>
      {items.length ? (
        <div role="listbox" id={list.id} aria-label={label}>
          {items.map((item, index) => (
            <div
              key={item.value}
              id={`${list.id}-${index}`}
              role="option"
              aria-selected={index === list.active}
              className={item.value === CREATE ? "combo-item create" : "combo-item"}
              onMouseMove={(e) => (e.movementX || e.movementY) && list.setActive(index)}
              onClick={() => list.choose(item)}
            >
              {item.tag ? <span className="tag">{item.tag}</span> : null}
              <span className="label">{item.value === CREATE ? `Create “${text.trim()}”` : item.label}</span>
              {item.hint ? <span className="hint">{item.hint}</span> : null}
              {item.status ? <span className={`badge ${item.status}`}>{item.status_label}</span> : null}
            </div>
          ))}
        </div>
      ) : null}
      {note ? (
        <div className="combo-note" role="status">
          {note}
        </div>
      ) : null}
    </div>
  );
}

/* The cross is no stop for Tab: by keys the text itself is cleared. */
function Tail({ waiting, clearable, name, onClear }) {
  return (
    <span className="combo-tail">
      {waiting ? <i className="spinner" aria-hidden="true" /> : null}
      {clearable ? (
        <button type="button" tabIndex={-1} className="combo-clear" aria-label={name} onMouseDown={(e) => e.preventDefault()} onClick={onClear}>
          <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" aria-hidden="true">
            <path d="M18 6 6 18M6 6l12 12" />
          </svg>
        </button>
      ) : null}
    </span>
  );
}

/* Names an existing thing, or a new one. What is typed lives in the browser alone. */
export function Combobox(props) {
  const { options: sent = NONE, value = "", text: given = "", name, label, labelledBy, describedBy, controlId } = props;
  const { placeholder, disabled, required, invalid, mono, delay = 90, emptyNote } = props;
  const { onQuery, onPick, onCreate, onClear } = props;
  const [text, setText] = useState(given);
  const [picked, setPicked] = useState({ value, label: given });
  const [open, setOpen] = useState(false);
  const [typing, setTyping] = useState(false);
  const { options, answered } = useAnswer(sent);
  const { ask, waiting } = useQuery(onQuery, answered, delay);

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
  const called = options.filter((option) => same(option.label, text) || same(shown(option), text));
  // Of several with one name, none is the one that was meant.
  const exact = called.length === 1 ? called[0] : undefined;
  const creates = Boolean(onCreate) && props.mayCreate !== false && typed !== "" && !called.length && !isPicked && !waiting;
  const items = useMemo(() => (creates ? [...options, { value: CREATE, label: typed }] : options), [options, creates, typed]);

  const choose = (item) => {
    setTyping(false);
    if (item.value === CREATE) {
      setPicked({ value: "", label: typed });
      onCreate(typed);
      return;
    }
    setText(shown(item));
    setPicked({ value: item.value, label: shown(item) });
    onPick?.(item.value, shown(item));
  };
  const list = useList({
    items,
    open,
    setOpen,
    onOpen: () => ask(isPicked ? "" : text, true),
    onChoose: choose,
    // Enter alone makes nothing new: that is chosen with an arrow or by a press.
    leads: typing && typed !== "" && items[0]?.value !== CREATE,
  });
  const change = (event) => {
    const next = event.target.value;
    setText(next);
    setTyping(true);
    setOpen(true);
    list.setActive(next.trim() ? 0 : -1);
    ask(next);
    if (next.trim() === "" && picked.value !== "") onClear?.();
    if (!same(next, picked.label)) setPicked({ value: "", label: "" });
  };
  const clear = () => {
    setText("");
    setTyping(false);
    setPicked({ value: "", label: "" });
    list.input.current?.focus();
    ask("", true);
    onClear?.();
  };
  // A path is told by its end: that is in sight where the field is too narrow for it.
  const showEnd = () => {
    const box = list.input.current;
    if (box && box !== document.activeElement) box.scrollLeft = box.scrollWidth;
  };
  useEffect(showEnd, [text]);
  // Typed in full and left: that is a choice too.
  const settle = () => {
    setOpen(false);
    // The browser scrolls back to the beginning when the field is left.
    requestAnimationFrame(showEnd);
    if (typing && exact && !isPicked) choose(exact);
  };
  // Enter before the answer must not take what matched the text of a moment ago.
  const early = useRef(false);
  const keys = (event) => {
    if (event.key === "Enter" && open && waiting) {
      event.preventDefault();
      early.current = true;
      return;
    }
    // Enter that is not the list's sends the form: what is said about it must be in sight.
    if (!list.keys(event) && event.key === "Enter") setOpen(false);
  };
  useEffect(() => {
    if (waiting || !early.current) return;
    early.current = false;
    if (exact) list.choose(exact);
  }, [waiting]);


  const note = !waiting && !items.length && typed ? emptyNote : "";
  return (
    <div className="combo">
      <input
        ref={list.input}
        id={controlId}
        className={mono ? "input mono" : "input"}
        value={text}
        title={isPicked ? text : undefined}
        placeholder={placeholder}
        disabled={disabled}
        {...list.aria}
        aria-label={labelledBy ? undefined : label}
        aria-labelledby={labelledBy || undefined}
        aria-describedby={describedBy || undefined}
        aria-invalid={invalid ? "true" : "false"}
        aria-required={required ? "true" : "false"}
        autoComplete="off"
        spellCheck={false}
        onChange={change}
        onClick={list.show}
        onBlur={settle}
        onKeyDown={keys}
      />
      {open && !disabled && (items.length || note) ? (
        <Options list={list} items={items} label={label} text={text} note={note} />
      ) : null}
      <Tail waiting={waiting && open} clearable={text && !disabled} name={`Clear ${label || "field"}`} onClear={clear} />
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
  const { results = NONE, answered = "", answer = "", label, placeholder, delay = 90 } = props;
  const { onQuery, onEnter, onPick } = props;
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [answering, setAnswering] = useState(false);
  const { ask, waiting, hush } = useQuery(onQuery, answered, delay);

  const list = useList({
    items: results,
    open,
    setOpen,
    onOpen: () => text.trim() && ask(text, true),
    onChoose: (item) => {
      setText("");
      onPick?.(item.value, item.label);
    },
    leads: false,
  });
  useEffect(() => {
    const focus = (event) => {
      const busy = event.target.closest?.("input, textarea, select, [contenteditable], [role=dialog], [role=menu]");
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || busy) return;
      event.preventDefault();
      list.input.current?.focus();
      list.input.current?.select();
    };
    document.addEventListener("keydown", focus);
    return () => document.removeEventListener("keydown", focus);
  }, []);
  // An answer to Enter is shown even though Enter has closed the list.
  useEffect(() => {
    if (!answer || document.activeElement !== list.input.current) return;
    setAnswering(true);
    setOpen(true);
  }, [answer]);

  const change = (event) => {
    setText(event.target.value);
    setAnswering(false);
    // A scan after a look at the list must not take what was marked in it.
    list.setActive(-1);
    setOpen(true);
    ask(event.target.value);
  };
  const keys = (event) => {
    if (list.keys(event)) return;
    if (event.key === "Escape" && !event.defaultPrevented) event.target.blur();
    if (event.key !== "Enter") return;
    event.preventDefault();
    hush();
    setOpen(false);
    // The box is ready for the next scan at once: what is typed then replaces this.
    event.target.select();
    if (text.trim()) onEnter?.(text.trim());
  };

  const note = answering ? answer : "";
  return (
    <div className="find" role="search">
      <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" aria-hidden="true">
        <circle cx="11" cy="11" r="7" />
        <path d="m20 20-3.8-3.8" />
      </svg>
      <input
        ref={list.input}
        type="search"
        className="input"
        value={text}
        placeholder={placeholder}
        {...list.aria}
        aria-label={label}
        aria-keyshortcuts="/"
        autoComplete="off"
        autoCapitalize="off"
        enterKeyHint="search"
        spellCheck={false}
        onChange={change}
        onClick={list.show}
        onBlur={() => setOpen(false)}
        onKeyDown={keys}
      />
      {open && text.trim() && (results.length || note) ? (
        <Options list={list} items={results} label={label} text={text} note={note} least={320} />
      ) : null}
      <kbd aria-hidden="true">/</kbd>
      <Tail
        waiting={waiting && open}
        clearable={text}
        name="Clear search"
        onClear={() => {
          setText("");
          list.input.current?.focus();
        }}
      />
    </div>
  );
}
