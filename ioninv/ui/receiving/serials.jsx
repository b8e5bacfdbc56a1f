import { useEffect, useRef, useState } from "react";

const NONE = [];
const LARGEST = 900_000;
const fresh = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (byte) => byte.toString(16).padStart(2, "0")).join("");
const short = (text) => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

/* What is typed is not thrown away by Back, reload or closing the tab, see assets/leaving.js. */
function useGuard(dirty) {
  useEffect(() => {
    if (!dirty) return undefined;
    const release = window.ioninvGuard((by) => {
      if (!confirm("Discard what you typed?")) return;
      release();
      history.go(by);
    });
    return release;
  }, [dirty]);
}

/* One row per item that has still to come. A column of a spreadsheet is pasted from a cell down. */
export function SerialTable({ order = 0, rows = NONE, problems = {}, problem = "", saved = "", saving = false, round = 0, fill = {}, more = "", onSave, onFill }) {
  const [typed, setTyped] = useState({});
  const [pattern, setPattern] = useState("");
  const [said, setSaid] = useState("");
  const key = useRef({ key: "", body: "" });
  const table = useRef(null);

  const value = (row, field) => typed[row.id]?.[field] ?? row[field];
  const changed = rows.filter((row) => ["serial", "lot"].some((field) => value(row, field).trim() !== row[field]));
  const cleared = changed.filter((row) => row.serial && !value(row, "serial").trim()).length;
  const lotsGone = changed.filter((row) => row.lot && !value(row, "lot").trim()).length;
  const gone = [cleared && `${cleared} ${cleared === 1 ? "serial" : "serials"}`, lotsGone && `${lotsGone} ${lotsGone === 1 ? "lot" : "lots"}`].filter(Boolean).join(" and ");
  useGuard(changed.length > 0);
  useEffect(() => {
    if (saved && saved === key.current.key) setTyped({});
  }, [saved, round]);

  // From what stands there at that moment, not at the last render: an answer that fills cells may
  // come between two keys.
  const put = (choose) =>
    setTyped((before) => {
      const next = { ...before };
      for (const [id, field, text] of choose(before)) next[id] = { ...next[id], [field]: text };
      return next;
    });
  useEffect(() => {
    if (!fill.round) return;
    const from = rows.findIndex((row) => row.id === fill.row);
    // A pattern typed into a cell goes from that cell down, over no serial that stands there.
    const room = (before) => {
      const isEmpty = (row) => !(before[row.id]?.serial ?? row.serial).trim();
      return rows.filter((row, at) => row.unit && (row.id === fill.row || (at >= from && isEmpty(row))));
    };
    put((before) => room(before).slice(0, fill.serials.length).map((row, at) => [row.id, "serial", fill.serials[at]]));
    const over = fill.serials.length - room(typed).length;
    setSaid(over > 0 ? `${over} more serials than empty cells: they were left out.` : "");
  }, [fill.round]);

  const paste = (event, at, field) => {
    const text = event.clipboardData.getData("text/plain");
    if (!/[\r\n\t]/.test(text.trim())) return;
    event.preventDefault();
    const lines = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
    const cells = [];
    lines.forEach((line, step) => {
      const row = rows[at + step];
      if (!row) return;
      // A blank of a list says nothing of its row; one in the table says that there is none.
      const [one, two = ""] = line.split("\t").map((text) => text.trim());
      if (one && (field === "lot" || row.unit)) cells.push([row.id, field, one]);
      if (two && field === "serial") cells.push([row.id, "lot", two]);
    });
    put(() => cells);
    const over = at + lines.length - rows.length;
    setSaid(over > 0 ? `${over} pasted ${over === 1 ? "row" : "rows"} did not fit: there are no more items.` : `${lines.length} rows pasted.`);
  };
  const move = (event, at, field) => {
    const step = { ArrowDown: 1, Enter: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    for (let to = at + step; rows[to]; to += step) {
      const cell = table.current.querySelector(`[data-cell="${rows[to].id}-${field}"]`);
      if (cell) return cell.focus();
    }
  };
  const several = (text) => /[0-9] ?(\.\.|…)|[,;]/.test(text);
  const expand = (row) => {
    const text = value(row, "serial");
    if (several(text) && text.trim() !== row.serial) onFill?.(text, row.id);
  };
  const save = (event) => {
    event.preventDefault();
    const sent = changed.map((row) => ({ id: row.id, uid: row.uid, serial: value(row, "serial"), lot: value(row, "lot"), before: row.serial, had: row.lot, unit: row.unit, version: row.version }));
    const body = JSON.stringify(sent);
    // The same typing sent twice takes effect once.
    if (body !== key.current.body) key.current = { key: fresh(), body };
    setSaid("");
    onSave?.(JSON.stringify({ order, key: key.current.key, rows: sent }));
  };

  if (!rows.length) return <p className="soft">Nothing of this order has still to come.</p>;
  return (
    <form className="serials" onSubmit={save} noValidate>
      <div className="serials-bar">
        <input
          className="input mono"
          aria-label="Pattern"
          placeholder="SN-0001..0010"
          value={pattern}
          onChange={(event) => setPattern(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter") return;
            event.preventDefault();
            if (pattern.trim()) onFill?.(pattern, "");
          }}
        />
        <button type="button" className="btn" disabled={!pattern.trim()} onClick={() => onFill?.(pattern, "")}>
          Fill empty cells
        </button>
        <span className="soft grow" role="status">
          {gone ? `${gone} will be cleared.` : said || "Type, or paste a column of a spreadsheet into a cell."}
        </span>
        {changed.length ? (
          <button type="button" className="btn quiet" onClick={() => setTyped({})}>
            Discard
          </button>
        ) : null}
        <button type="submit" className="btn primary" disabled={!changed.length || saving} aria-busy={saving ? "true" : "false"}>
          <span>{changed.length ? `Save ${changed.length} ${changed.length === 1 ? "row" : "rows"}` : "Save"}</span>
        </button>
      </div>
      {problem ? (
        <p className="summary" role="alert">
          {problem}
        </p>
      ) : null}
      <div className="serials-table" ref={table} tabIndex={0} role="region" aria-label="Serials and lots">
        <table className="grid">
          <thead>
            <tr>
              <th scope="col">Line</th>
              <th scope="col">Part</th>
              <th scope="col" className="n">
                Quantity
              </th>
              <th scope="col">Serial</th>
              <th scope="col">Lot</th>
              <th scope="col">UID</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => {
              const wrong = problems[row.id];
              const cell = (field, label) => (
                <input
                  className="input mono"
                  data-cell={`${row.id}-${field}`}
                  aria-label={`${label} of row ${at + 1}, ${row.part}`}
                  aria-invalid={wrong && field === "serial" ? "true" : "false"}
                  autoComplete="off"
                  spellCheck={false}
                  value={value(row, field)}
                  placeholder={row[field] ? `${short(row[field])} will be cleared` : undefined}
                  onBlur={field === "serial" ? () => expand(row) : undefined}
                  onChange={({ target }) => put(() => [[row.id, field, target.value]])}
                  onPaste={(event) => paste(event, at, field)}
                  onKeyDown={(event) => move(event, at, field)}
                />
              );
              return (
                <tr key={row.id} className={value(row, "serial").trim() !== row.serial || value(row, "lot").trim() !== row.lot ? "counting" : ""}>
                  <td className="num">{row.line}</td>
                  <td className="part">
                    <span className="mono clip" title={row.part}>
                      {row.part}
                    </span>
                    {row.name ? (
                      <small className="clip" title={row.name}>
                        {row.name}
                      </small>
                    ) : null}
                  </td>
                  <td className="n">{row.quantity}</td>
                  <td className="cell">
                    {row.unit ? cell("serial", "Serial") : <span className="soft">no serials</span>}
                    {wrong ? (
                      <span className="field-error" role="alert">
                        {wrong}
                      </span>
                    ) : null}
                  </td>
                  <td className="cell">{cell("lot", "Lot")}</td>
                  <td className="mono soft">{row.uid}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {more ? <p className="soft">{more}</p> : null}
    </form>
  );
}

/* A file of another house may be in the code page of that house. */
async function textOf(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const utf16 = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "";
  if (utf16) return new TextDecoder(utf16).decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/* The supplier's list: chosen as a file or pasted, shown row by row, then applied in one act. */
export function ListReader({ rows = NONE, previewOf = "", said = "", problem = "", canApply = false, saved = "", saving = false, onLook, onApply }) {
  const [text, setText] = useState("");
  const [file, setFile] = useState("");
  const [wrong, setWrong] = useState("");
  const asked = useRef({ nonce: "", text: "" });
  const shows = previewOf !== "" && previewOf === asked.current.nonce && asked.current.text === text;
  useGuard(text.trim() !== "");
  useEffect(() => {
    if (!saved || saved !== asked.current.nonce) return;
    setText("");
    setFile("");
  }, [saved]);

  const give = (next, name = "") => {
    const tooLong = next.length > LARGEST;
    setWrong(tooLong ? "This list is too long: give it in parts." : "");
    setText(tooLong ? "" : next);
    setFile(tooLong ? "" : name);
    return !tooLong;
  };
  const look = (given) => {
    asked.current = { nonce: fresh(), text: given };
    onLook?.(given, asked.current.nonce);
  };
  const chosen = async (event) => {
    const [picked] = event.target.files;
    event.target.value = "";
    if (!picked) return;
    if (picked.size > 4 * LARGEST) {
      setWrong("This file is too large for a list of serials.");
      return;
    }
    const next = await textOf(picked);
    if (give(next, picked.name)) look(next);
  };
  return (
    <div className="list-reader">
      <div className="serials-bar">
        <label className="btn file">
          <span>Choose a CSV file</span>
          <input type="file" className="unseen" accept=".csv,.tsv,.txt,text/csv,text/plain" onChange={chosen} />
        </label>
        <span className="soft grow">{file || "or paste the rows below"}</span>
        <button type="button" className={shows ? "btn" : "btn primary"} disabled={!text.trim() || saving} aria-busy={saving && !shows ? "true" : "false"} onClick={() => look(text)}>
          <span>Look at it</span>
        </button>
        {shows ? (
          <button type="button" className="btn primary" disabled={!canApply || saving} aria-busy={saving ? "true" : "false"} onClick={() => onApply?.(text, asked.current.nonce)}>
            <span>Apply</span>
          </button>
        ) : null}
      </div>
      {wrong || problem ? (
        <p className="summary" role="alert">
          {wrong || problem}
        </p>
      ) : null}
      <textarea
        className="input mono"
        aria-label="The supplier's list"
        rows={shows ? 4 : 10}
        value={text}
        spellCheck={false}
        placeholder={"Part Number,Serial,Lot\nBRKT-001,SN-0001,L-7"}
        onChange={(event) => give(event.target.value)}
      />
      {shows ? (
        <>
          <p role="status" className="list-said">
            {said}
          </p>
          <div className="serials-table" tabIndex={0} role="region" aria-label="What each row does">
            <table className="grid">
              <thead>
                <tr>
                  <th scope="col">Row</th>
                  <th scope="col">Given</th>
                  <th scope="col">What it does</th>
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={row.key} className={row.problem ? "wrong" : ""}>
                    <td className="num">{row.row}</td>
                    <td className="mono" title={row.given}>
                      {short(row.given)}
                    </td>
                    <td className="told">{row.problem ? <span className="field-error">{row.problem}</span> : row.sentence}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      ) : null}
    </div>
  );
}
