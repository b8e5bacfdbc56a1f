/* The key of one press: both halves of a double click have the same, so that it acts once, and every
   other press has one of its own. */
(() => {
  let key = "";
  window.ioninvPress = () => {
    if (key && window.event?.detail > 1) return key;
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    key = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    return key;
  };
})();
