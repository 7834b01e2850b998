// Typing points or a rating says that the part was taken; every other state is chosen by hand.
"use strict";

(() => {
  for (const row of document.querySelectorAll("[data-part]")) {
    const state = row.querySelector("select[data-state]");
    const scores = row.querySelectorAll("input, select:not([data-state])");
    for (const score of scores) {
      score.addEventListener("input", () => {
        if (state.value === "not_taken" && score.value.trim() !== "") {
          state.value = "taken";
        }
      });
    }
  }
})();
