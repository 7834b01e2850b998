// Makes pages faster and safer to use; every page also works without it.
"use strict";

(() => {
  const forms = [...document.querySelectorAll("main form[method='post']")];
  const REPEAT_AFTER_MS = 5000;

  // The list of problems is the first thing to read after a form came back.
  const problems = document.querySelector(".problems");
  if (problems) {
    problems.focus();
  }

  // Typing that was not sent is not lost by a stray click. A form that came back with problems counts.
  const unsent = new Set();
  for (const form of forms) {
    if (problems && form.querySelector("[aria-invalid='true']")) {
      unsent.add(form);
    }
    form.addEventListener("input", () => unsent.add(form));
    form.addEventListener("submit", () => unsent.clear());
  }
  window.addEventListener("beforeunload", (event) => {
    if (unsent.size > 0) {
      event.preventDefault();
    }
  });

  // A second click on a button does not send the form twice.
  const sent = new WeakSet();
  const release = (form) => {
    sent.delete(form);
    form.querySelectorAll("button[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  };
  for (const form of forms) {
    form.addEventListener("submit", (event) => {
      if (sent.has(form)) {
        event.preventDefault();
        return;
      }
      sent.add(form);
      if (event.submitter) {
        event.submitter.setAttribute("aria-disabled", "true");
      }
      window.setTimeout(() => release(form), REPEAT_AFTER_MS);
    });
  }
  window.addEventListener("pageshow", () => forms.forEach(release));

  // Buttons that print stay hidden until they can.
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  // Points become a level while they are typed; the server decides again when the form is sent.
  // data-cuts holds [[fewest points, level], ...], lowest first; data-max the most points of the form.
  for (const input of document.querySelectorAll("input[data-cuts]")) {
    const cuts = JSON.parse(input.dataset.cuts);
    const most = Number(input.dataset.max ?? Infinity);
    const output = document.createElement("output");
    output.className = "live";
    output.htmlFor = input.id;
    input.after(output);
    const show = () => {
      const typed = input.value.trim().replace(",", ".");
      const points = Number(typed);
      const known = typed !== "" && Number.isFinite(points) && points >= 0 && points <= most;
      const reached = known ? cuts.filter(([fewest]) => points >= fewest).at(-1) : undefined;
      output.textContent = reached ? `→ ${reached[1]}` : "";
    };
    input.addEventListener("input", show);
    show();
  }
})();
