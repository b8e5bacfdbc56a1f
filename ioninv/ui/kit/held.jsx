import { useContext, useMemo, useRef } from "react";
import { StateStoreContext, useStateContext } from "$/utils/context-registry";

/* What a form is told as it goes along; everything else about it was said when it was opened. */
const TOLD = ["open", "saving", "problem", "errors", "taken"];
const of = (snapshot, name) => snapshot?.[`${name}_rx_state_`];
const same = (a, b) => a === b || JSON.stringify(a) === JSON.stringify(b);

/* A server that was restarted, or that a page has entered anew, has forgotten the form that somebody
   has open: its fields, title and values would be gone, and the typing in them. So while `keeps`
   says that the form is not done with, whatever is inside sees the state of the form as it was when
   it was last open; what the server says of it from then on counts. */
export function useHeld(state, keeps) {
  const store = useContext(StateStoreContext);
  const now = useRef(keeps);
  now.current = keeps;
  return useMemo(() => {
    let last, base, seen, given;
    const held = (live) => {
      if (of(live, "open") || !last || !now.current(of(live, "taken"))) {
        if (of(live, "open")) [last, base] = [live, undefined];
        return live;
      }
      base ??= live;
      if (seen === live) return given;
      const told = Object.keys(live).filter(
        (name) => TOLD.includes(name.replace(/_rx_state_$/, "")) || !same(live[name], base[name]),
      );
      seen = live;
      given = { ...last, ...Object.fromEntries(told.map((name) => [name, live[name]])) };
      return given;
    };
    return { ...store, getSnapshot: (name) => (name === state ? held(store.getSnapshot(name)) : store.getSnapshot(name)) };
  }, [store, state]);
}

/* The key of the last form that the server has taken. */
export function useTaken(state) {
  return of(useStateContext(state), "taken") ?? "";
}

/* What is inside sees the held state. */
export function Held({ store, children }) {
  return <StateStoreContext.Provider value={store}>{children}</StateStoreContext.Provider>;
}
