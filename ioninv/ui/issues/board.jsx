import { useEffect, useRef } from "react";

/* Around the columns of a board. A card (`data-issue`) dragged with the mouse onto another column
   (`data-state`) is told; the cards themselves stay where the server puts them. */
export function BoardHands({ onMove, className = "", children }) {
  const box = useRef(null);
  // Listeners are set once, and call what is given now.
  const now = useRef(onMove);
  now.current = onMove;

  useEffect(() => {
    const board = box.current;
    let card = null;
    const columnOf = (node) => node.closest?.("[data-state]");
    const mark = (column) => {
      for (const each of board.querySelectorAll(".over")) if (each !== column) each.classList.remove("over");
      column?.classList.add("over");
    };
    const takes = (event) => {
      const column = card && columnOf(event.target);
      return column && column !== columnOf(card) ? column : null;
    };
    const start = (event) => {
      card = event.target.closest?.("[data-issue]");
      if (!card) return;
      event.dataTransfer.effectAllowed = "move";
      event.dataTransfer.setData("text/plain", card.dataset.name ?? "");
      card.classList.add("dragged");
    };
    const over = (event) => {
      const column = takes(event);
      mark(column);
      if (!column) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = "move";
    };
    const drop = (event) => {
      const column = takes(event);
      if (!column) return;
      event.preventDefault();
      now.current?.(Number(card.dataset.issue), column.dataset.state);
    };
    const end = () => {
      card?.classList.remove("dragged");
      card = null;
      mark(null);
    };
    const heard = { dragstart: start, dragover: over, drop, dragend: end };
    for (const [name, hear] of Object.entries(heard)) board.addEventListener(name, hear);
    return () => {
      for (const [name, hear] of Object.entries(heard)) board.removeEventListener(name, hear);
    };
  }, []);

  return (
    <div ref={box} className={className}>
      {children}
    </div>
  );
}
