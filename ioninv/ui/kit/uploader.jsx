import { useEffect, useRef, useState } from "react";

const CLOSE = "M18 6 6 18M6 6l12 12";
const LONGEST_NAME = 300;
const LOST = "The connection was lost before it arrived. Try again.";
const ODD = "The server could not take it. Try again, or load the page anew.";

function freshKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/* The whole name would not fit into an address: its ending says most. */
const nameOf = (name) => {
  const cut = name.length > LONGEST_NAME ? name.slice(0, 200) + name.slice(-20) : name;
  return cut.toWellFormed?.() ?? cut;
};

/* What is pasted is called image.png every time. */
const pasted = (file) => {
  const now = new Date(Date.now() - new Date().getTimezoneOffset() * 60000);
  const when = now.toISOString().slice(0, 19).replace("T", " ").replaceAll(":", ".");
  return new File([file], `Pasted ${when}.${file.type.split("/")[1] || "png"}`, { type: file.type });
};

const refusal = (xhr) => {
  try {
    return JSON.parse(xhr.responseText).detail || ODD;
  } catch {
    return xhr.status === 403 ? xhr.responseText || ODD : ODD;
  }
};

const hasFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
const typing = (node) => node.closest?.("input, textarea, select, [contenteditable], [role=dialog]");

/* Sends files to a route of this server, one after the other, and tells of each how far it is.
   They come by button, camera, drop or the clipboard. A file that failed can be tried again under
   the same key, so it arrives once. */
export function Uploader(props) {
  const { url, label, hint = "", accept = "", photo = "", multiple = false, wide = false, quiet = false, children } = props;
  const [files, setFiles] = useState([]);
  const [over, setOver] = useState(false);
  const [told, setTold] = useState("");
  const box = useRef(null);
  const picker = useRef(null);
  const camera = useRef(null);
  const queue = useRef([]);
  const current = useRef(null);
  const now = useRef(props);
  now.current = props;

  const show = () => setFiles([...queue.current]);
  const change = (entry, values) => {
    Object.assign(entry, values);
    show();
  };
  const drop = (entry) => {
    queue.current = queue.current.filter((each) => each !== entry);
    show();
  };

  const next = () => {
    if (current.current) return;
    const entry = queue.current.find((each) => each.state === "waiting");
    if (!entry) return;
    const xhr = new XMLHttpRequest();
    current.current = xhr;
    change(entry, { state: "sending", part: 0, xhr });
    const end = () => {
      current.current = null;
      next();
    };
    xhr.open(entry.method, `${entry.url}?name=${encodeURIComponent(nameOf(entry.file.name))}`);
    xhr.setRequestHeader("Idempotency-Key", entry.key);
    xhr.setRequestHeader("Content-Type", "application/octet-stream");
    xhr.upload.onprogress = (event) => change(entry, { part: event.loaded / event.total });
    xhr.onload = () => {
      if (xhr.status === 201) {
        const stored = JSON.parse(xhr.responseText);
        drop(entry);
        setTold(`${entry.file.name} is attached.`);
        now.current.onSent?.(stored.change_set, stored.name);
      } else {
        change(entry, { state: "failed", error: refusal(xhr) });
      }
      end();
    };
    xhr.onerror = () => {
      change(entry, { state: "failed", error: LOST });
      end();
    };
    xhr.onabort = end;
    xhr.send(entry.file);
  };

  const take = (given) => {
    const { url: to, method = "POST", cap, capText, multiple: many } = now.current;
    for (const file of many ? given : given.slice(0, 1)) {
      const tooLarge = file.size > cap;
      queue.current.push({
        id: freshKey(),
        key: freshKey(),
        file,
        url: to,
        method,
        part: 0,
        state: tooLarge ? "failed" : file.size ? "waiting" : "failed",
        final: tooLarge || !file.size,
        error: tooLarge
          ? `Too large: at most ${capText} are taken. Make it smaller, or keep it elsewhere and note where.`
          : "It is empty. Choose another file.",
      });
    }
    show();
    next();
  };
  const cancel = (entry) => {
    drop(entry);
    entry.xhr?.abort();
  };
  const again = (entry) => {
    change(entry, { state: "waiting", error: "" });
    next();
  };

  useEffect(() => {
    // The whole panel takes what is dropped, where nothing in it wants it more.
    const zone = (wide && box.current.closest(".panel")) || box.current;
    let inside = 0;
    const enter = (event) => {
      if (!hasFiles(event)) return;
      inside += 1;
      setOver(true);
    };
    const leave = (event) => {
      if (!hasFiles(event)) return;
      inside = Math.max(0, inside - 1);
      if (!inside) setOver(false);
    };
    const dropped = (event) => {
      inside = 0;
      setOver(false);
      if (!hasFiles(event) || event.defaultPrevented) return;
      event.preventDefault();
      take([...event.dataTransfer.files]);
    };
    const fromClipboard = (event) => {
      const given = [...(event.clipboardData?.files ?? [])];
      if (!wide || !given.length || typing(event.target) || document.querySelector("[role=dialog], [role=alertdialog]")) return;
      event.preventDefault();
      take(given.map((file) => (/^image\.\w+$/.test(file.name) ? pasted(file) : file)));
    };
    // A file that misses must not take the page away.
    const missed = (event) => hasFiles(event) && event.preventDefault();
    zone.addEventListener("dragenter", enter);
    zone.addEventListener("dragleave", leave);
    zone.addEventListener("drop", dropped);
    document.addEventListener("paste", fromClipboard);
    window.addEventListener("dragover", missed);
    window.addEventListener("drop", missed);
    return () => {
      zone.removeEventListener("dragenter", enter);
      zone.removeEventListener("dragleave", leave);
      zone.removeEventListener("drop", dropped);
      document.removeEventListener("paste", fromClipboard);
      window.removeEventListener("dragover", missed);
      window.removeEventListener("drop", missed);
    };
  }, [wide]);

  const chosen = (event) => {
    take([...event.target.files]);
    event.target.value = "";
  };
  const kind = `btn small${quiet ? " quiet" : ""}`;
  const here = files.filter((entry) => entry.url === url);
  return (
    <div ref={box} className={over ? "uploader over" : "uploader"}>
      {children}
      <div className="upload-acts">
        <button type="button" className={kind} onClick={() => picker.current.click()}>
          <span>{label}</span>
        </button>
        {photo && (
          <button type="button" className={`${kind} photo`} onClick={() => camera.current.click()}>
            <span>{photo}</span>
          </button>
        )}
        {hint && <small className="hint">{hint}</small>}
        <input ref={picker} type="file" hidden aria-label={label} accept={accept} multiple={multiple} onChange={chosen} />
        {photo && <input ref={camera} type="file" hidden aria-label={photo} accept="image/*" capture="environment" onChange={chosen} />}
      </div>
      {here.length > 0 && (
        <ul className="uploads" aria-label="On their way">
          {here.map((entry) => (
            <li key={entry.id} className={entry.state}>
              <span className="name" title={entry.file.name}>{entry.file.name}</span>
              {entry.state === "failed" && !entry.final && (
                <button type="button" className="btn link" onClick={() => again(entry)}>
                  Try again
                </button>
              )}
              <button
                type="button"
                className="btn quiet icon small"
                aria-label={`${entry.state === "failed" ? "Dismiss" : "Cancel"} ${entry.file.name}`}
                title={entry.state === "failed" ? "Dismiss" : "Cancel"}
                onClick={() => cancel(entry)}
              >
                <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" aria-hidden="true">
                  <path d={CLOSE} />
                </svg>
              </button>
              {entry.state === "failed" ? (
                <p role="alert">{entry.error}</p>
              ) : (
                <span className="progress">
                  {entry.part < 1 ? (
                    <progress value={entry.part} max="1" aria-label={`Sending ${entry.file.name}`} />
                  ) : (
                    <progress aria-label={`Storing ${entry.file.name}`} />
                  )}
                  <small>{entry.state === "waiting" ? "waiting" : entry.part < 1 ? `${Math.round(entry.part * 100)} %` : "storing"}</small>
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      <span className="unseen" role="status">{told}</span>
    </div>
  );
}
