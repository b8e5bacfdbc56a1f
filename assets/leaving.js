/* What is typed in a dialog is not lost by Back, reload or closing the tab: a dialog that holds
   typing stands guard, the topmost is asked first. Loaded in the head, because listeners on the
   window are called in the order in which they came: these before the router's and Reflex's. */
(() => {
  const guards = [];
  // The server closes what was left open when a page is entered, and a lost connection is no entering:
  // it is told by this word, which is new whenever somebody comes here.
  const entered = () => sessionStorage.setItem("ioninv.entered", Math.random().toString(36).slice(2));
  entered();

  window.ioninvGuard = (ask) => {
    const guard = { ask, at: history.state?.idx };
    guards.push(guard);
    return () => guards.splice(guards.indexOf(guard), 1);
  };

  addEventListener("beforeunload", (event) => {
    if (!guards.length) return;
    event.preventDefault();
    // Reflex hangs up at the mere question. Who really leaves is hung up by `pagehide`.
    event.stopImmediatePropagation();
  });

  // Entries of the history are numbered, by the router and by ui/address.py. A step is undone
  // before the router hears of it; the dialog takes it again once the typing may go.
  addEventListener("popstate", (event) => {
    const top = guards.at(-1);
    const step = top ? event.state?.idx - top.at : NaN;
    if (Number.isNaN(step)) return entered();
    event.stopImmediatePropagation();
    if (step === 0) return;
    history.go(-step);
    top.ask(step);
  });
})();
