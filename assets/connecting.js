/* The server knows who is there by the cookie that the page connected with. After signing in again
   over an open page the page lets go of its connection; Reflex connects anew at once, as after a
   connection that was lost, and with the new cookie. Loaded in the head, before there is one. */
(() => {
  let last = null;
  window.WebSocket = class extends window.WebSocket {
    constructor(...given) {
      super(...given);
      if (String(given[0]).includes("/_event")) last = this;
    }
  };
  window.ioninvReconnect = () => last?.close();
})();
