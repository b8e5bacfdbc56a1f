import { useEffect } from "react";
import { useLocation } from "react-router";

let last = null;

/* After a change of page the focus goes to its heading, so that screen readers say where we are. */
export function PageFocus() {
  const { pathname } = useLocation();
  useEffect(() => {
    const moved = last !== null && last !== pathname;
    last = pathname;
    if (moved) (document.querySelector("main h1") ?? document.querySelector("main"))?.focus({ preventScroll: true });
  }, [pathname]);
  return null;
}
