import { useEffect, useId, useRef, useState } from "react";

const BEHIND_AT = /(?:^|[\s([{<])@([^@\n]{0,40})$/;
const ASK_AFTER = 90;

function freshKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const kept = (draft) => (draft ? sessionStorage.getItem(`ioninv.comment.${draft}`) : null);
const keep = (draft, text) => {
  if (!draft) return;
  if (text) sessionStorage.setItem(`ioninv.comment.${draft}`, text);
  else sessionStorage.removeItem(`ioninv.comment.${draft}`);
};

/* Several lines in which @ offers users. What is typed survives a reload until it is sent: then a
   new round empties it, and gives the next text a key of its own. */
export function MentionArea(props) {
  const { options: sent = [], value = "", label, placeholder, rows = 2, round = 0, draft = "", onQuery } = props;
  const { describedBy, invalid } = props;
  const [text, setText] = useState(() => kept(draft) ?? value);
  const [wanted, setWanted] = useState(null);
  const [active, setActive] = useState(0);
  const [key, setKey] = useState(freshKey);
  const area = useRef(null);
  const timer = useRef();
  const first = useRef(true);
  const id = useId();

  const answered = sent[sent.length - 1]?.answers;
  const options = wanted !== null && answered === wanted ? sent.slice(0, -1) : [];
  const open = options.length > 0;

  useEffect(() => {
    if (first.current) {
      first.current = false;
      return;
    }
    keep(draft, "");
    setText(value);
    setKey(freshKey());
  }, [round]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const look = (box) => {
    const found = BEHIND_AT.exec(box.value.slice(0, box.selectionStart));
    const next = found ? found[1] : null;
    setWanted(next);
    setActive(0);
    clearTimeout(timer.current);
    if (next !== null) timer.current = setTimeout(() => onQuery?.(next), ASK_AFTER);
  };
  const change = (event) => {
    setText(event.target.value);
    keep(draft, event.target.value);
    look(event.target);
  };
  const choose = (option) => {
    const box = area.current;
    const from = box.selectionStart - wanted.length;
    const next = `${text.slice(0, from)}${option.label} ${text.slice(box.selectionStart)}`;
    setText(next);
    keep(draft, next);
    setWanted(null);
    requestAnimationFrame(() => {
      box.focus();
      box.setSelectionRange(from + option.label.length + 1, from + option.label.length + 1);
    });
  };
  const keys = (event) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      event.target.form?.requestSubmit();
      return;
    }
    if (!open) return;
    if (event.key === "ArrowDown") setActive((active + 1) % options.length);
    else if (event.key === "ArrowUp") setActive((active - 1 + options.length) % options.length);
    else if (event.key === "Enter" || event.key === "Tab") choose(options[active]);
    else if (event.key === "Escape") setWanted(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div className="mention">
      <textarea
        ref={area}
        name="text"
        className="input"
        value={text}
        rows={rows}
        placeholder={placeholder}
        aria-label={label}
        aria-describedby={describedBy || undefined}
        aria-invalid={invalid ? "true" : "false"}
        aria-autocomplete="list"
        aria-controls={open ? id : undefined}
        aria-activedescendant={open ? `${id}-${active}` : undefined}
        onChange={change}
        onKeyDown={keys}
        onBlur={() => setWanted(null)}
      />
      {open ? (
        <div role="listbox" id={id} aria-label="Users" className="mention-list" onMouseDown={(e) => e.preventDefault()}>
          {options.map((option, index) => (
            <div
              key={option.value}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === active}
              className="combo-item"
              onClick={() => choose(option)}
            >
              <span className="label">{option.label}</span>
              <span className="hint">{option.hint}</span>
            </div>
          ))}
        </div>
      ) : null}
      <input type="hidden" name="idempotency_key" value={key} />
    </div>
  );
}
