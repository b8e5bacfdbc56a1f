import { useEffect, useRef, useState } from "react";
import { Link } from "react-router";
import { Combobox } from "$/public/external/ioninv/ui/kit/combobox/combobox.jsx";
import { play, unlock } from "$/public/external/ioninv/ui/receiving/desk/sounds.js";

const NONE = [];
const EMPTY = { scans: [], queue: [], places: {}, key: "", body: "", sent: [] };
const MOST_SCANS = 2000;
const LONGEST = 20000;
const LONGEST_KEPT = 200;
const RETRY = 5000;
const BOOKED = ["item", "serial", "units", "instead", "extra"];
/* How many of what was scanned last: one more, so many more, exactly so many. */
const COUNTS = /^(\+\d*(\.\d+)?|=\d+(\.\d+)?)$/;
const ICONS = {
  good: "M20 6 9 17l-5-5",
  ask: "M9.1 9a3 3 0 0 1 5.8 1c0 2-3 3-3 3M12 17h.01",
  bad: "M18 6 6 18M6 6l12 12",
  wait: "M12 6v6l4 2",
  flag: "M4 22V4m0 1c3-2 6-2 8 0s5 2 8 0v9c-3 2-6 2-8 0s-5-2-8 0",
};

const fresh = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
const short = (text) => (text.length > 60 ? `${text.slice(0, 59)}…` : text);
const same = (a, b) => a.trim().toLowerCase() === b.trim().toLowerCase();
/* Whether something can be counted: nothing below or of 0, and nothing that the house does not read as a number. */
const counted = (entry) => entry.mode !== "units" || (/^[0-9]*\.?[0-9]*$/.test(entry.quantity.trim()) && Number(entry.quantity) > 0);
const number = (text) => Number(String(text ?? "").replaceAll(",", "")) || 0;
const shown = (value) => (Math.round(value * 1e6) / 1e6).toLocaleString("en", { maximumFractionDigits: 6 });
const kept = (name, otherwise) => {
  try {
    return JSON.parse(localStorage.getItem(name)) ?? otherwise;
  } catch {
    return otherwise;
  }
};
const keep = (name, value) => {
  try {
    localStorage.setItem(name, JSON.stringify(value));
  } catch {
    // A browser that keeps nothing still counts, until it is reloaded.
  }
};
/* What the browser kept may be of another day, or of another hand: only what has the right shape is taken. */
const loaded = (name) => {
  const found = kept(name, EMPTY);
  const sound = found && Array.isArray(found.scans) && Array.isArray(found.queue) && found.places && typeof found.places === "object";
  return sound ? { ...EMPTY, ...found } : EMPTY;
};

function Icon({ tone }) {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2.5" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      <path d={ICONS[tone] ?? ICONS.ask} />
    </svg>
  );
}

function useKept(name, otherwise) {
  const [value, setValue] = useState(otherwise);
  useEffect(() => setValue(kept(name, otherwise)), [name]);
  const change = (next) => {
    setValue(next);
    keep(name, next);
  };
  return [value, change];
}

/* The box that every scan goes into. It has the focus whenever nothing else is typed into. */
function ScanBox({ label, placeholder, onCode, children }) {
  const box = useRef(null);
  const [keyboard, setKeyboard] = useState(false);
  const [touch, setTouch] = useState(false);
  useEffect(() => {
    setTouch(matchMedia("(pointer: coarse)").matches);
    const typing = (node) => node?.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable], [role=dialog], [role=menu]");
    const focus = () => {
      if (!typing(document.activeElement)) box.current?.focus({ preventScroll: true });
    };
    // A scanner types at once: what comes while a button has the focus is the scanner's too.
    const keys = (event) => {
      const printable = event.key.length === 1 && event.key !== " " && event.key !== "/";
      if (printable && !event.ctrlKey && !event.metaKey && !event.altKey) focus();
    };
    // Who goes by keys stays where they are.
    const pressed = (event) => event.detail && setTimeout(focus, 150);
    // A dialog gives the focus back to its button, where the next Enter of a scanner would open it again.
    let away = false;
    const moved = (event) => {
      const inside = Boolean(event.target.closest?.("[role=dialog]"));
      if (away && !inside) setTimeout(focus);
      away = inside;
    };
    // Or to nothing, when its button had lost it already: that is told by no event.
    const closed = new MutationObserver(() => {
      if (document.activeElement === document.body && !document.querySelector("[role=dialog]")) focus();
    });
    closed.observe(document.body, { childList: true });
    focus();
    document.addEventListener("keydown", keys, true);
    document.addEventListener("click", pressed);
    document.addEventListener("focusin", moved);
    return () => {
      closed.disconnect();
      document.removeEventListener("focusin", moved);
      document.removeEventListener("keydown", keys, true);
      document.removeEventListener("click", pressed);
    };
  }, []);
  const enter = (event) => {
    unlock();
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    event.preventDefault();
    const code = event.target.value.slice(0, LONGEST).trim();
    event.target.value = "";
    if (code) onCode(code);
  };
  return (
    <div className="scan">
      <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" aria-hidden="true">
        <path d="M3 7V5a2 2 0 0 1 2-2h2M17 3h2a2 2 0 0 1 2 2v2M21 17v2a2 2 0 0 1-2 2h-2M7 21H5a2 2 0 0 1-2-2v-2M7 8v8M10.5 8v8M14 8v8M17 8v8" />
      </svg>
      <input
        ref={box}
        className="input"
        aria-label={label}
        placeholder={placeholder}
        autoComplete="off"
        autoCapitalize="off"
        autoCorrect="off"
        spellCheck={false}
        enterKeyHint="done"
        // A scanner needs no keyboard over half the screen.
        inputMode={touch && !keyboard ? "none" : "text"}
        onKeyDown={enter}
      />
      {touch ? (
        <button
          type="button"
          className="btn"
          aria-pressed={keyboard}
          onClick={() => {
            setKeyboard(!keyboard);
            box.current?.blur();
            setTimeout(() => box.current?.focus());
          }}
        >
          Keyboard
        </button>
      ) : null}
      {children}
    </div>
  );
}

/* Before an order is chosen: the same box, for an order number, a UID or a serial. */
export function ChooseBox({ answer = {}, said = "", onScan }) {
  return (
    <>
      <ScanBox label="Scan or type an order, a serial or a UID" placeholder="Order number, serial or UID" onCode={(code) => onScan?.(code, fresh())} />
      <p className="scan-said" role="status" key={answer.nonce}>
        {said}
      </p>
    </>
  );
}

/* The desk of one order: scans are counted into a round that this browser keeps until it is booked. */
export function Desk(props) {
  const { order = 0, lines = NONE, answer = {}, booked = "", refused = {}, beyond = {}, made = {} } = props;
  const { offline = false, saving = false, closed = false } = props;
  const name = `ioninv-receive-${order}`;
  const round = useRef(EMPTY);
  const [, paint] = useState(0);
  const [last, setLast] = useState(null);
  const [quiet, setQuiet] = useKept("ioninv-receive-mute", false);
  const [atOnce, setAtOnce] = useKept("ioninv-receive-at-once", false);
  const [asksAll, setAsksAll] = useState(false);
  const [asksNo, setAsksNo] = useState("");
  const [asksClear, setAsksClear] = useState(false);
  // What a list says of itself is asked for once: handlers are set once, and call what is given now.
  const now = useRef(props);
  now.current = props;
  const mute = useRef(quiet);
  mute.current = quiet;

  const change = (next) => {
    round.current = { ...round.current, ...next };
    keep(name, round.current);
    paint((n) => n + 1);
  };
  useEffect(() => {
    round.current = loaded(name);
    setLast(null);
    paint((n) => n + 1);
    // The same order in another tab is the same round.
    const follow = (event) => {
      if (event.key !== name) return;
      round.current = loaded(name);
      paint((n) => n + 1);
    };
    addEventListener("storage", follow);
    return () => removeEventListener("storage", follow);
  }, [name]);

  const tell = (said) => {
    setLast({ ...said, n: fresh() });
    if (!mute.current) play(said.tone);
  };

  /* ---- Scans ------------------------------------------------------------------------------ */

  const again = (code, entry) => {
    const more = entry.mode === "units" ? " “+” counts one more, “+25” so many more, “=25” exactly so many." : "";
    tell({ tone: "ask", word: "Scanned twice", code, sentence: `${short(code)} is in this round already and counts once.${more}`, about: entry.about });
    if (entry.mode === "units") change({ current: entry.id });
  };
  const onePack = (code, entry) => {
    const quantity = number(entry.quantity) + number(entry.pack);
    setQuantity(entry.line, String(Math.round(quantity * 1e6) / 1e6), entry.id);
    tell({ tone: "good", word: `Found, +${shown(number(entry.pack))}`, code, sentence: `${partOf(entry.line)}: ${shown(quantity)} in this round.` });
  };
  const counts = (typed) => {
    const { scans, current } = round.current;
    const entry = scans.find((each) => each.id === current && each.mode === "units");
    if (!entry) {
      tell({ tone: "bad", word: "Of what?", code: typed, sentence: "Scan the part first, or type its quantity on its line." });
      return;
    }
    const by = typed.slice(1) === "" ? 1 : number(typed.slice(1));
    const quantity = typed[0] === "=" ? by : number(entry.quantity) + by;
    setQuantity(entry.line, String(Math.round(quantity * 1e6) / 1e6), entry.id);
    tell({ tone: "good", word: "Counted", code: typed, sentence: `${partOf(entry.line)}: ${shown(quantity)} in this round.` });
  };
  const scanned = (code) => {
    const { scans, queue } = round.current;
    // Scans are answered in their order: what came before may still be on its way.
    const there = queue.length ? offline && queue.find((each) => same(each.code, code)) : scans.find((each) => same(each.code, code));
    if (COUNTS.test(code) && !queue.length) {
      counts(code);
      return;
    }
    if (there && there.mode !== "nothing" && !COUNTS.test(code)) {
      if (there.pack && there.mode === "units") onePack(code, there);
      else again(code, there);
      return;
    }
    if (scans.length + queue.length >= MOST_SCANS) {
      tell({ tone: "bad", word: "Full", code, sentence: "This round is full: receive it first." });
      return;
    }
    if (code.length > LONGEST_KEPT) {
      tell({ tone: "bad", word: "Unknown", code, sentence: `This has ${shown(code.length)} characters: no code is longer than ${LONGEST_KEPT}.` });
      return;
    }
    change({ queue: [...queue, { id: fresh(), code }] });
    if (offline) tell({ tone: "ask", word: "Waiting", code, sentence: "No connection: this scan waits here and is looked up when it is back." });
  };

  // One question at a time, the oldest first; without an answer it is asked again.
  const first = round.current.queue[0];
  useEffect(() => {
    if (!first || offline) return undefined;
    if (COUNTS.test(first.code)) {
      change({ queue: round.current.queue.slice(1) });
      counts(first.code);
      return undefined;
    }
    const ask = () => now.current.onScan?.(first.code, first.id);
    ask();
    const timer = setInterval(ask, RETRY);
    return () => clearInterval(timer);
  }, [first?.id, offline]);

  const lineOf = (id) => now.current.lines?.find((line) => line.id === id);
  const partOf = (id) => lineOf(id)?.part ?? "this line";
  const unitsOf = (scans, line) =>
    scans.filter((each) => each.line === line && BOOKED.includes(each.mode)).reduce((sum, each) => sum + (each.mode === "units" ? number(each.quantity) : 1), 0);
  const put = (entry, said) => {
    const others = round.current.scans.filter((each) => each.mode !== "nothing" || !same(each.code, entry.code));
    const current = entry.mode === "units" ? entry.id : round.current.current;
    change({ scans: [entry, ...others], current });
    tell(said);
  };
  /* Several lines of one part: the first that has room takes it, and nobody is asked. */
  const settled = (found) => {
    const { mode } = found.options?.[0] ?? {};
    const alike = found.mode === "decide" && ["units", "serial"].includes(mode) && !found.instead;
    if (!alike || found.options.some((each) => each.mode !== mode || each.item || each.extra || partOf(each.line) !== partOf(found.options[0].line))) return found;
    const room = (each) => {
      const line = lineOf(each.line);
      return number(line?.tracking === "serial" ? line?.pending : line?.open) - unitsOf(round.current.scans, each.line);
    };
    const counting = mode === "units" && found.options.find((each) => round.current.scans.some((other) => other.mode === "units" && other.line === each.line && !other.item));
    const chosen = counting || found.options.find((each) => room(each) > 0) || found.options[0];
    const word = mode === "serial" ? "New serial" : "Found";
    return { ...found, mode, line: chosen.line, item: 0, quantity: chosen.quantity, tone: "good", word, sentence: `${short(found.code)}: ${chosen.label}.`, options: [] };
  };
  const take = (given) => {
    const found = settled(given);
    const { scans } = round.current;
    const entry = { id: found.nonce, code: found.code.slice(0, LONGEST_KEPT), key: found.key, mode: found.mode, line: found.line, item: found.item, quantity: found.quantity, tone: found.tone, word: found.word, sentence: found.sentence, options: found.options, instead: found.instead, pack: found.pack, go: found.go, about: found.about };
    const twin = scans.find((each) =>
      found.mode === "units" ? each.mode === "units" && each.line === found.line && each.item === found.item
      : each.mode !== "nothing" && (each.key === found.key || (found.item && each.item === found.item && each.mode === found.mode)),
    );
    if (twin) {
      if (twin.pack && twin.mode === "units" && twin.pack === found.pack) onePack(found.code, twin);
      else again(found.code, twin);
      return;
    }
    const line = lineOf(found.line);
    if (found.mode === "serial" && line) {
      const given = scans.filter((each) => each.mode === "serial" && each.line === found.line).length;
      if (given >= number(line.pending)) {
        const sentence = `All units of ${line.part} that have no serial yet are in this round. Take ${short(found.code)} as extra, or not at all.`;
        const options = [{ mode: "extra", line: found.line, item: 0, quantity: "1", label: `line ${line.position}` }];
        put({ ...entry, mode: "decide", tone: "bad", word: "Not expected", sentence, options }, { ...found, tone: "bad", word: "Not expected", sentence });
        return;
      }
    }
    put(entry, found);
  };
  useEffect(() => {
    const { queue } = round.current;
    if (!answer.nonce || queue[0]?.id !== answer.nonce) return;
    change({ queue: queue.slice(1) });
    take(answer);
  }, [answer]);

  /* ---- The round ---------------------------------------------------------------------------- */

  const remove = (id) => change({ scans: round.current.scans.filter((each) => each.id !== id) });
  const decide = (entry, option) => {
    const { scans } = round.current;
    const taken = option.mode !== "units" && option.item && scans.some((each) => each.item === option.item && BOOKED.includes(each.mode));
    if (taken) {
      tell({ tone: "bad", word: "Taken", code: entry.code, sentence: "That one is in this round already. Choose another." });
      return;
    }
    const said = option.extra ? "As extra on" : { instead: "In place of", extra: "As extra on", serial: "Serial of", units: "Units of", item: "This is" }[option.mode];
    const next = { ...entry, mode: option.mode, line: option.line, item: option.item, quantity: option.quantity, extra: option.extra, tone: "good", word: "Taken in", sentence: `${said} ${option.label}.`, options: [] };
    change({ scans: scans.map((each) => (each.id === entry.id ? next : each)) });
    tell(next);
  };
  const setQuantity = (line, quantity, id) => {
    const { scans } = round.current;
    const entry = scans.find((each) => (id ? each.id === id : each.mode === "units" && each.line === line && !each.item));
    if (!entry) {
      if (quantity.trim()) {
        const added = { id: fresh(), code: partOf(line), key: "", mode: "units", line, item: 0, quantity, tone: "good", word: "Counted", sentence: "", options: [] };
        change({ scans: [added, ...scans], current: added.id });
      }
      return;
    }
    if (!quantity.trim() && !entry.item) {
      remove(entry.id);
      return;
    }
    change({ scans: scans.map((each) => (each.id === entry.id ? { ...each, quantity } : each)), current: entry.id });
  };
  const setPlace = (line, given) => {
    const before = round.current.places[line] ?? {};
    change({ places: { ...round.current.places, [line]: { ...before, ...given } } });
  };
  useEffect(() => {
    if (made.line) setPlace(made.line, { location: made.value, typed: made.text, unknown: "" });
  }, [made]);

  /* ---- Booking ------------------------------------------------------------------------------ */

  const { scans, queue, places } = round.current;
  const booking = scans.filter((each) => BOOKED.includes(each.mode));
  const wrong = booking.filter((each) => !counted(each)).length;
  const undecided = scans.filter((each) => each.mode === "decide").length;
  const units = booking.reduce((sum, each) => sum + (each.mode === "units" ? number(each.quantity) : 1), 0);
  const still = lines.reduce((sum, line) => sum + number(line.open), 0);

  /* The same round sent twice takes effect once; a changed one is another. */
  const given = ([line, { lot = "", location = "", typed = "", unknown = "" }]) => [line, { lot, location: unknown ? "" : location, typed: unknown || typed }];
  const bodyOf = (all) =>
    JSON.stringify({
      scans: (all ? [] : booking).map(({ line, mode, code, item, quantity, extra }) => ({ line, mode, code, item: item || 0, quantity, extra: Boolean(extra) })),
      places: Object.fromEntries(Object.entries(places).map(given).filter(([, place]) => place.lot || place.location || place.typed)),
      all,
    });
  const payload = (all, confirmed) => {
    const body = bodyOf(all);
    const key = body === round.current.body ? round.current.key : fresh();
    change({ key, body, sent: (all ? scans : booking).map((each) => each.id) });
    return JSON.stringify({ order, key, confirmed, ...JSON.parse(body) });
  };
  const book = (confirmed = false) => {
    setAsksNo("");
    props.onBook?.(payload(false, confirmed));
  };
  useEffect(() => {
    const { key, sent } = round.current;
    if (!booked || booked !== key) return;
    const left = round.current.scans.filter((each) => !sent.includes(each.id) && (each.mode !== "nothing" || atOnce));
    change({ scans: left, places: atOnce ? round.current.places : {}, key: "", body: "", sent: [], current: "" });
    setAsksAll(false);
    setAsksNo("");
    // What was said of a scan is over with its round.
    if (!atOnce) setLast(null);
  }, [booked]);

  const unchanged = [bodyOf(false), bodyOf(true)].includes(round.current.body);
  const about = (said) => Boolean(said.key) && said.key === round.current.key && unchanged && !saving;
  const against = about(refused) ? refused.said : "";
  const asks = about(beyond) && asksNo !== beyond.key ? beyond.said : NONE;
  const lotless = (against && refused.lots) || NONE;
  const heard = useRef("");
  useEffect(() => {
    if (!against || heard.current === against) return;
    heard.current = against;
    if (!mute.current) play("bad");
  }, [against]);
  const ready = booking.length > 0 && !wrong && !closed && !saving && !offline;
  useEffect(() => {
    if (!atOnce || !ready || against || asks.length) return undefined;
    // Keys that are still being typed into a quantity are waited for.
    const timer = setTimeout(book, 350);
    return () => clearTimeout(timer);
  }, [atOnce, ready, against, asks.length, JSON.stringify(booking.map(({ id, quantity }) => [id, quantity]))]);

  return (
    <div className="desk">
      <div className="desk-main">
        <ScanBox label="Scan or type a serial, a lot or a part number" placeholder="Scan a serial, lot, part number or UID" onCode={scanned} />
        <Answer said={last} queue={queue} offline={offline} onRaise={props.mayRaise ? props.onRaise : undefined} />
        <Lines {...props} lines={lines} scans={scans} places={places} unitsOf={unitsOf} setQuantity={setQuantity} setPlace={setPlace} lotless={lotless} against={against} />
      </div>
      <section className="desk-round" aria-label="This round">
        <div className="desk-round-head">
          <h2>This round</h2>
          <span className="soft num">{booking.length ? `${shown(units)} ${units === 1 ? "unit" : "units"}` : ""}</span>
          {scans.length ? (
            <button
              type="button"
              className={asksClear ? "btn small danger push" : "btn small quiet push"}
              onClick={() => {
                setTimeout(() => setAsksClear(false), 5000);
                if (asksClear) change({ scans: [], queue: [], places: {}, current: "" });
                setAsksClear(!asksClear);
              }}
            >
              {asksClear ? `Forget ${scans.length} ${scans.length === 1 ? "scan" : "scans"}` : "Clear"}
            </button>
          ) : null}
        </div>
        <ol className="round">
          {queue.map((each) => (
            <li key={each.id} className="wait">
              <Icon tone="wait" />
              <div className="grow">
                <b>{short(each.code)}</b>
                <small>{offline ? "Waits for the connection" : "Looking it up…"}</small>
              </div>
              <RemoveButton code={each.code} onClick={() => change({ queue: round.current.queue.filter((other) => other.id !== each.id) })} />
            </li>
          ))}
          {scans.map((each) => (
            <Entry key={each.id} entry={each} part={partOf(each.line)} onRemove={() => remove(each.id)} onDecide={(option) => decide(each, option)} onQuantity={(quantity) => setQuantity(each.line, quantity, each.id)} onRaise={offline || !props.mayRaise ? undefined : props.onRaise} expected={props.expected} onFindExpected={offline ? undefined : props.onFindExpected} />
          ))}
        </ol>
        {scans.length || queue.length ? null : <p className="soft round-none">Nothing scanned yet. Nothing is received until you press Receive.</p>}
      </section>
      <div className="desk-foot">
        <label className="switch">
          <input type="checkbox" role="switch" checked={!quiet} onChange={(event) => setQuiet(!event.target.checked)} />
          <span>Sound</span>
        </label>
        <label className="switch">
          <input type="checkbox" role="switch" checked={atOnce} onChange={(event) => setAtOnce(event.target.checked)} />
          <span>Book each scan at once</span>
        </label>
        <div className="grow desk-said">
          {against ? (
            <p className="desk-against" role="alert">
              {lotless.length ? "Nothing was received: a lot is missing at the line that is marked." : against}
            </p>
          ) : asks.length ? (
            <div className="desk-asks" role="alertdialog" aria-label="More than was ordered">
              <span>{asks.join(" ")}</span>
              <button type="button" className="btn" onClick={() => setAsksNo(beyond.key)}>
                No
              </button>
              <button type="button" className="btn" autoFocus onClick={() => book(true)}>
                Receive with the extra
              </button>
            </div>
          ) : asksAll ? (
            <div className="desk-asks" role="alertdialog" aria-label="Receive all">
              <span>
                All {shown(still)} {still === 1 ? "unit" : "units"} that have still to come are here?
              </span>
              <button type="button" className="btn" onClick={() => setAsksAll(false)}>
                No
              </button>
              <button
                type="button"
                className="btn"
                autoFocus
                disabled={saving || offline}
                onClick={() => {
                  props.onBookAll?.(payload(true, false));
                  setAsksAll(false);
                }}
              >
                Yes, receive all
              </button>
            </div>
          ) : closed ? (
            <p className="desk-hint">This order is cancelled. Reopen it to take in more.</p>
          ) : wrong ? (
            <p className="desk-against" role="alert">
              {wrong === 1 ? "One quantity is no number above 0." : `${wrong} quantities are no numbers above 0.`} Write it like 1250 or 12.5.
            </p>
          ) : undecided ? (
            <p className="desk-hint">
              {undecided === 1 ? "Decide about one scan: it is left out until then." : `Decide about ${undecided} scans: they are left out until then.`}
            </p>
          ) : offline ? (
            <p className="desk-hint">No connection. What you scan is kept here.</p>
          ) : null}
        </div>
        <button
          type="button"
          className="btn"
          disabled={!still || saving || offline || booking.length > 0}
          title={booking.length ? "Receive this round first, or clear it" : undefined}
          onClick={() => setAsksAll(true)}
        >
          Receive all
        </button>
        <button type="button" className="btn primary big" disabled={!ready} aria-busy={saving ? "true" : "false"} onClick={() => book()}>
          <span>{booking.length && units > 0 && !wrong ? `Receive ${shown(units)}` : "Receive"}</span>
        </button>
      </div>
    </div>
  );
}

function Answer({ said, queue, offline, onRaise }) {
  const waits = queue.length && offline ? ` ${queue.length} waiting.` : "";
  const tone = said?.tone ?? "idle";
  return (
    <div className={`answer ${tone}`} role="status" aria-live="assertive" key={said?.n ?? "idle"}>
      {said ? <Icon tone={tone} /> : null}
      <div className="grow">
        <b>{said?.word ?? "Ready"}</b>
        <span className="answer-said">{(said?.sentence ?? "Scan the first one. The box keeps the focus.") + waits}</span>
      </div>
      {said?.code ? <span className="mono answer-code clip">{short(said.code)}</span> : null}
      {said?.go ? (
        <Link className="btn" to={said.go}>
          Go to that order
        </Link>
      ) : null}
      {said?.about && onRaise ? (
        <button type="button" className="btn" disabled={offline} onClick={() => onRaise?.(said.about)}>
          Raise issue
        </button>
      ) : null}
    </div>
  );
}

function RemoveButton({ code, onClick }) {
  return (
    <button type="button" className="btn quiet icon" aria-label={`Remove ${short(code)}`} title="Remove" onClick={onClick}>
      <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" aria-hidden="true">
        <path d={ICONS.bad} />
      </svg>
    </button>
  );
}

function FlagButton({ name, onClick }) {
  return (
    <button type="button" className="btn quiet icon" aria-label={`Raise issue on ${name}`} title="Raise issue" onClick={onClick}>
      <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
        <path d={ICONS.flag} />
      </svg>
    </button>
  );
}

/* One scan of the round. About what was not expected the person decides here, at any time before booking. */
function Entry({ entry, part, onRemove, onDecide, onQuantity, onRaise, expected = NONE, onFindExpected }) {
  const [at, setAt] = useState("");
  const [one, setOne] = useState({ value: "", text: "" });
  const counts = BOOKED.includes(entry.mode);
  const options = entry.options ?? NONE;
  const listed = options.map((option, index) => ({ ...option, index })).filter((option) => option.mode !== "extra" && !option.extra);
  const extra = options.filter((option) => option.mode === "extra" || option.extra);
  const wrong = counts && !counted(entry);
  const field = `instead-${entry.id}`;
  const insteadOf = () => {
    const [line, item] = one.value.split(":").map(Number);
    onDecide({ mode: "instead", line, item, quantity: "1", label: one.text });
  };
  return (
    <li className={entry.mode === "decide" ? "ask" : counts && !wrong ? "good" : "bad"}>
      <Icon tone={entry.mode === "decide" ? "ask" : counts && !wrong ? "good" : "bad"} />
      <div className="grow">
        <b className="mono">{short(entry.code)}</b>
        <small>
          {counts ? (entry.extra ? entry.sentence : entry.mode === "item" || entry.mode === "units" ? part : entry.mode === "serial" ? `${part}, new serial` : entry.sentence) : `${entry.word}. ${entry.sentence}`}
        </small>
        {entry.go ? (
          <div className="decide">
            <Link className="btn small" to={entry.go}>
              Go there
            </Link>
          </div>
        ) : null}
        {entry.mode === "decide" ? (
          <div className="decide" role="group" aria-label={`What to do with ${short(entry.code)}`}>
            {entry.instead ? (
              <div className="decide-one">
                <Combobox
                  label="In place of"
                  controlId={field}
                  options={expected}
                  text={one.text}
                  value={one.value}
                  placeholder="In place of… (serial or part)"
                  emptyNote="No expected serial matches."
                  onQuery={(text) => onFindExpected?.(text)}
                  onPick={(value, text) => setOne({ value, text })}
                  onClear={() => setOne({ value: "", text: "" })}
                />
                <button type="button" className="btn" disabled={!one.value} onClick={insteadOf}>
                  Take it
                </button>
              </div>
            ) : null}
            {listed.length ? (
              <div className="decide-one">
                <select className="input" aria-label="Which" value={at} onChange={(event) => setAt(event.target.value)}>
                  <option value="">Choose…</option>
                  {listed.map((option) => (
                    <option key={option.index} value={option.index}>
                      {option.label}
                    </option>
                  ))}
                </select>
                <button type="button" className="btn" disabled={at === ""} onClick={() => onDecide(options[Number(at)])}>
                  Take it
                </button>
              </div>
            ) : null}
            {extra.map((option) => (
              <button key={option.line} type="button" className="btn" onClick={() => onDecide(option)}>
                Take as extra{extra.length > 1 ? `, ${option.label}` : ""}
              </button>
            ))}
            <button type="button" className="btn" onClick={onRemove}>
              Do not take it
            </button>
          </div>
        ) : null}
      </div>
      {entry.mode === "units" ? (
        <input className="input number round-quantity" inputMode="decimal" aria-label={`Quantity of ${short(entry.code)}`} aria-invalid={wrong || undefined} value={entry.quantity} onChange={(event) => onQuantity(event.target.value)} />
      ) : null}
      {entry.about && onRaise ? <FlagButton name={short(entry.code)} onClick={() => onRaise(entry.about)} /> : null}
      {entry.mode === "decide" ? null : <RemoveButton code={entry.code} onClick={onRemove} />}
    </li>
  );
}

function Lines(props) {
  const { lines, lots = NONE } = props;
  if (!lines.length) return <p className="soft desk-empty">This order has no lines yet.</p>;
  return (
    <div className="desk-lines" tabIndex={0} role="region" aria-label="Lines">
      <datalist id="desk-lots">
        {lots.filter((each) => each.value).map((each) => (
          <option key={each.value} value={each.value} />
        ))}
      </datalist>
      <table className="grid">
        <thead>
          <tr>
            <th scope="col">Line</th>
            <th scope="col">Part</th>
            <th scope="col" className="n">
              Ordered
            </th>
            <th scope="col" className="n">
              Before
            </th>
            <th scope="col" className="n">
              Now
            </th>
            <th scope="col" className="n">
              Open
            </th>
            <th scope="col">Goes to</th>
            <th scope="col">
              <span className="unseen">Raise issue</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <Line key={line.id} line={line} {...props} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Line(props) {
  const { line, scans, places, unitsOf, setQuantity, setPlace, locations = NONE } = props;
  const place = places[line.id] ?? {};
  const [open, setOpen] = useState(line.tracking === "lot");
  const lotless = props.lotless.includes(line.id);
  const now = unitsOf(scans, line.id);
  const entry = scans.find((each) => each.mode === "units" && each.line === line.id && !each.item);
  const due = line.tracking === "serial" ? number(line.pending) : number(line.open);
  const left = number(line.open) - now;
  const done = number(line.open) === 0;
  const over = left < 0;
  const goes = [place.typed || line.destination || "No location", place.lot ? `lot ${place.lot}` : ""].filter(Boolean).join(", ");
  // A path is told by its end.
  const end = goes.split(" / ").at(-1);
  const editable = (open || lotless) && (!done || now > 0);
  const unusable = Boolean(entry) && !counted(entry);
  return (
    <>
      <tr className={done ? "done" : now ? "counting" : ""}>
        <td className="num">{line.position}</td>
        <td className="part">
          <span className="mono clip" title={line.part}>
            {line.part}
          </span>
          {line.name ? (
            <small className="clip" title={line.name}>
              {line.name}
            </small>
          ) : null}
        </td>
        <td className="n">{shown(number(line.quantity))}</td>
        <td className="n">{shown(number(line.received))}</td>
        <td className="n now">
          {line.tracking === "serial" ? (
            done && !now ? "–" : <b>{shown(now)}</b>
          ) : (
            <span className="now-edit">
              <input
                className="input number"
                inputMode="decimal"
                aria-label={done ? `${line.part} extra received now` : `${line.part} received now`}
                aria-invalid={unusable || undefined}
                value={entry?.quantity ?? ""}
                placeholder={done ? "extra" : "0"}
                onChange={(event) => setQuantity(line.id, event.target.value)}
                onKeyDown={(event) => event.key === "Enter" && event.target.blur()}
              />
              {done ? null : (
                <button type="button" className="btn small" disabled={!due} aria-label={`All ${shown(due)} of ${line.part}`} onClick={() => setQuantity(line.id, String(due))}>
                  All
                </button>
              )}
            </span>
          )}
        </td>
        <td className={over ? "n over" : "n"}>{over ? `${shown(-left)} extra` : done ? "0" : shown(left)}</td>
        <td>
          {done && !now ? (
            <span className="badge available">Received</span>
          ) : (
            <button type="button" className="btn small quiet goes" aria-expanded={editable} title={goes} onClick={() => setOpen(!open)}>
              <span className="clip">{end}</span>
            </button>
          )}
        </td>
        <td className="flag">
          {props.mayRaise ? <FlagButton name={`line ${line.position}, ${line.part}`} onClick={() => props.onRaiseOnLine?.(line.id)} /> : null}
        </td>
      </tr>
      {editable ? (
        <tr className="places">
          <td />
          <td colSpan={7}>
            <div className="places-fields">
              <span className="field">
                <label htmlFor={`lot-${line.id}`}>Lot{line.tracking === "lot" ? " *" : ""}</label>
                <input
                  id={`lot-${line.id}`}
                  className="input mono"
                  list="desk-lots"
                  autoComplete="off"
                  spellCheck={false}
                  value={place.lot ?? ""}
                  aria-invalid={lotless || undefined}
                  aria-describedby={lotless ? `lot-said-${line.id}` : undefined}
                  placeholder={line.tracking === "lot" ? "Of what came in" : "As expected"}
                  onFocus={() => props.onFindLot?.("")}
                  onChange={(event) => {
                    setPlace(line.id, { lot: event.target.value });
                    props.onFindLot?.(event.target.value);
                  }}
                  onKeyDown={(event) => event.key === "Enter" && event.target.blur()}
                />
              </span>
              {lotless ? (
                <p className="field-error places-said" id={`lot-said-${line.id}`} role="alert">
                  {props.against}
                </p>
              ) : null}
              <span className="field wide">
                <label htmlFor={`place-${line.id}`}>Location</label>
                <Combobox
                  label="Location"
                  controlId={`place-${line.id}`}
                  options={locations}
                  text={place.typed ?? ""}
                  value={place.location ?? ""}
                  placeholder={line.destination || "Name, or a path like Room 1 / Shelf A"}
                  emptyNote="Nothing matches."
                  onQuery={(text) => {
                    // What is typed and never chosen is no location: booking says so.
                    if (text.trim() && !same(text, place.typed ?? "")) setPlace(line.id, { unknown: text });
                    props.onFindLocation?.(text);
                  }}
                  onPick={(value, text) => setPlace(line.id, { location: value, typed: text, unknown: "" })}
                  mayCreate={props.mayCreateLocations}
                  onCreate={(text) => props.onCreateLocation?.(String(line.id), text)}
                  onClear={() => setPlace(line.id, { location: "", typed: "", unknown: "" })}
                />
              </span>
            </div>
          </td>
        </tr>
      ) : null}
    </>
  );
}
