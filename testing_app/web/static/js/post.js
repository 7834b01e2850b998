// Moves the bar of a print job while it is being made; without it the page is loaded anew now and then.
"use strict";

(() => {
  const making = document.querySelector("[data-progress]");
  if (!making) {
    return;
  }
  const bar = making.querySelector("progress");
  const done = making.querySelector("[data-done]");
  const EVERY_MS = 1000;

  const look = async () => {
    try {
      const answer = await fetch(making.dataset.progress, { credentials: "same-origin" });
      const [made, , state] = (await answer.text()).split(" ");
      if (!answer.ok || state !== making.dataset.state) {
        window.location.reload();
        return;
      }
      bar.value = Number(made);
      if (done.textContent !== made) {
        done.textContent = made;
      }
    } catch {
      // The network is away for a moment: look again.
    }
    window.setTimeout(look, EVERY_MS);
  };
  window.setTimeout(look, EVERY_MS);
})();
