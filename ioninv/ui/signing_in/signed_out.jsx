import { useEffect, useRef, useState } from "react";
import { Dialog } from "@radix-ui/themes";
import { SignInForm, ask } from "$/public/external/ioninv/ui/signing_in/door/door.jsx";

/* Whether this document has shown a page to somebody: only then can anything be typed in it. */
let seen = false;

/* See assets/connecting.js. */
const reconnect = () => window.ioninvReconnect();

/* A page that is loaded without a session goes to the sign-in. A session that ends while a page is
   open asks over it, and what was typed there stays. */
export function SignedOut({ out = false, framed = "", actor = "" }) {
  const [asks, setAsks] = useState(null);
  const waits = useRef(0);
  useEffect(() => {
    if (framed && !out && framed === sessionStorage.getItem("ioninv.entered")) seen = true;
  }, [framed, out]);
  useEffect(() => {
    if (!out) {
      clearTimeout(waits.current);
      setAsks(null);
      return undefined;
    }
    let over = false;
    // A tab that remembers an earlier end, or another tab where somebody came in again meanwhile.
    ask("/api/v1/session").then(({ told }) => {
      if (over) return;
      const name = told?.name ?? "";
      if (seen) setAsks({ name: name === actor ? name : "" });
      else if (!name) location.replace(`/sign-in?next=${encodeURIComponent(location.pathname + location.search + location.hash)}`);
    });
    return () => {
      over = true;
    };
  }, [out]);

  const entered = async (name) => {
    // Somebody else gets nothing of what was typed or shown here.
    if (name !== actor) return location.reload();
    reconnect();
    // A server that is slow to answer must not leave the form locked.
    await new Promise((done) => {
      waits.current = setTimeout(done, 5000);
    });
    location.reload();
    return undefined;
  };
  const stays = (event) => event.preventDefault();
  const box = useRef(null);
  const begins = (event) => {
    event.preventDefault();
    (box.current?.querySelector('[name="password"]') ?? box.current?.querySelector("button"))?.focus();
  };

  return (
    <Dialog.Root open={asks !== null}>
      <Dialog.Content ref={box} className="dialog small" onOpenAutoFocus={begins} onEscapeKeyDown={stays} onPointerDownOutside={stays} aria-describedby={undefined}>
        <div className="dialog-head">
          <div className="grow">
            <Dialog.Title className="dialog-title">{asks?.name ? "You have signed in anew" : "You are signed out"}</Dialog.Title>
          </div>
        </div>
        {asks?.name ? (
          <>
            <p className="soft">What you did last was not done. What you typed is still there.</p>
            <div className="dialog-foot">
              <div className="grow" />
              <button type="button" className="btn primary" onClick={reconnect}>
                <span>Go on</span>
              </button>
            </div>
          </>
        ) : (
          <>
            <p className="soft lead">Sign in to go on. What you typed is still there.</p>
            <SignInForm name={actor} action="Sign in and go on" entered={entered} focus={false} />
          </>
        )}
      </Dialog.Content>
    </Dialog.Root>
  );
}
