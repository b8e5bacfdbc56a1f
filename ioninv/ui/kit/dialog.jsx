import { useEffect, useRef, useState } from "react";
import { Dialog } from "@radix-ui/themes";
import { Held, useHeld, useTaken } from "$/public/external/ioninv/ui/kit/held/held.jsx";

const CLOSE = "M18 6 6 18M6 6l12 12";

/* One key per filled-in form: however often it is sent, it takes effect once.
   crypto.randomUUID exists on https and localhost only; a tablet may come over plain http. */
function freshKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/* A dialog around one form. It knows in the browser whether something was typed, so that neither
   Esc, nor a press beside it, nor Back, nor a lost connection throws typing away. */
export function FormDialog(props) {
  const { open = false, busy = false, size = "", problems = "", formId, state } = props;
  const { onClose, children } = props;
  // A server that was restarted has forgotten the round: that is no new one.
  const rounds = useRef("");
  if (props.round && props.round !== "0") rounds.current = props.round;
  const round = rounds.current;
  const [shown, setShown] = useState(open);
  const [dirty, setDirty] = useState(false);
  const [asks, setAsks] = useState(false);
  const [sending, setSending] = useState(false);
  const [key, setKey] = useState(freshKey);
  const sent = useRef(false);
  const handedIn = useRef(false);
  const box = useRef(null);
  const step = useRef(0);
  // What this dialog says of itself, when the server has forgotten it.
  const said = useRef(props);
  if (open) said.current = props;
  const { title, description } = said.current;
  const taken = useTaken(state);
  const isTaken = taken !== "" && taken === key;
  const now = useRef({});
  now.current = { key, dirty };
  const store = useHeld(state, (by) => (now.current.dirty || handedIn.current) && by !== now.current.key);

  const start = () => {
    setDirty(false);
    setAsks(false);
    setKey(freshKey());
    sent.current = false;
    handedIn.current = false;
  };
  // The server opens, and closes what it has taken. A server that was restarted has forgotten that
  // the dialog is open: then what was typed or sent stays, and can be sent again under its key.
  useEffect(() => {
    if (!open) return;
    start();
    setShown(true);
  }, [open]);
  useEffect(() => {
    if (!open && (isTaken ? handedIn.current || !dirty : !handedIn.current && !dirty)) setShown(false);
  }, [open, isTaken]);
  // A new round is an empty form ("save and add another").
  useEffect(start, [round]);
  // The answer is here. If it is a refusal, go to the first field that is wrong.
  useEffect(() => {
    if (busy) return;
    // What was taken is not sent again by the second half of a double click.
    sent.current = isTaken;
    setSending(false);
    requestAnimationFrame(() => {
      const wrong = box.current?.querySelector('[aria-invalid="true"]');
      if (wrong || problems) handedIn.current = false;
      wrong?.focus();
    });
  }, [busy, problems]);
  // Back asks as Esc does, see assets/leaving.js.
  useEffect(() => {
    if (!shown || !dirty) return undefined;
    return window.ioninvGuard((by) => {
      step.current = by;
      setAsks(true);
    });
  }, [shown, dirty]);

  const leave = () => {
    setShown(false);
    setDirty(false);
    setAsks(false);
    onClose?.();
    // It was Back that asked: now go there, once this dialog stands in the way no more.
    const by = step.current;
    step.current = 0;
    if (by) setTimeout(() => history.go(by));
  };
  const stay = () => {
    step.current = 0;
    setAsks(false);
  };
  const wantsToLeave = () => (dirty && !busy ? setAsks(true) : leave());
  const touched = (event) => {
    if (!event.target.name && event.target.getAttribute("role") !== "combobox") return;
    setDirty(true);
    handedIn.current = false;
  };
  const pressed = (event) => {
    if (event.target.closest('[role="option"]')) setDirty(true);
    if (event.target.closest("[data-leave]")) wantsToLeave();
  };
  const submits = (event) => {
    if (sent.current || busy) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    sent.current = true;
    handedIn.current = true;
    setSending(true);
    setAsks(false);
    // A handler that never says it is busy must not leave the form locked.
    setTimeout(() => {
      if (box.current?.querySelector('[type="submit"][aria-busy="true"]')) return;
      sent.current = false;
      setSending(false);
    }, 4000);
  };

  return (
    <Dialog.Root open={shown} onOpenChange={(next) => !next && wantsToLeave()}>
      <Dialog.Content
        ref={box}
        className={`dialog ${size}`}
        data-sending={sending ? "" : undefined}
        aria-describedby={description ? undefined : ""}
        onInputCapture={touched}
        onClickCapture={pressed}
        onSubmitCapture={submits}
        onOpenAutoFocus={(event) => {
          const first =
            box.current?.querySelector("[data-autofocus]") ??
            box.current?.querySelector("form :is(input, select, textarea):not([type=hidden], [hidden]):enabled");
          if (!first) return;
          event.preventDefault();
          first.focus();
        }}
      >
        <div className="dialog-head">
          <div className="grow">
            <Dialog.Title className="dialog-title">{title}</Dialog.Title>
            {description ? <Dialog.Description className="said">{description}</Dialog.Description> : null}
          </div>
          <button type="button" className="btn quiet icon" aria-label="Close" onClick={wantsToLeave}>
            <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" aria-hidden="true">
              <path d={CLOSE} />
            </svg>
          </button>
        </div>
        <Held store={store}>
          <div key={round}>{children}</div>
        </Held>
        <input type="hidden" name="idempotency_key" value={key} form={formId} />
        {asks ? (
          <div className="dialog-foot ask" role="alertdialog" aria-label="Discard what you typed?">
            <span className="grow">Discard what you typed?</span>
            <button type="button" className="btn" autoFocus onClick={stay}>
              Keep editing
            </button>
            <button type="button" className="btn danger" onClick={leave}>
              Discard
            </button>
          </div>
        ) : null}
      </Dialog.Content>
    </Dialog.Root>
  );
}
