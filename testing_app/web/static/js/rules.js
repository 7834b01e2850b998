// Asks the rules again while the imagined person is filled in; without it the button does.
"use strict";

(() => {
  const form = document.querySelector("form[data-live]");
  if (!form) {
    return;
  }
  const WAIT_MS = 150;
  const SHOWN = [200, 422];
  let waiting;
  let asking;

  const swap = (page) => {
    for (const region of document.querySelectorAll("[data-live-region]")) {
      const now = page.getElementById(region.id);
      if (now && now.innerHTML !== region.innerHTML) {
        region.replaceChildren(...now.childNodes);
      }
    }
  };

  const ask = async () => {
    asking?.abort();
    asking = new AbortController();
    const address = new URL(form.action);
    address.hash = "";
    address.search = new URLSearchParams(new FormData(form)).toString();
    try {
      const answer = await fetch(address, { signal: asking.signal, redirect: "error" });
      if (SHOWN.includes(answer.status)) {
        swap(new DOMParser().parseFromString(await answer.text(), "text/html"));
        window.history.replaceState(null, "", address);
      }
    } catch (problem) {
      // A newer question took its place, or the network is away: the button still works.
    }
  };

  form.addEventListener("input", () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(ask, WAIT_MS);
  });
})();
