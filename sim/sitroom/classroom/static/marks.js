"use strict";
// Marking by keyboard: 1, 2, 3 (or -, =, +) grade the criterion at hand and go to the next, 0 takes
// the grade away, arrows go up and down, c goes to the comment, Enter saves and goes to the next student.
(() => {
  const form = document.querySelector("form.marking");
  if (!form) return;
  const criteria = [...form.querySelectorAll(".criterion")];
  const keys = { 0: 0, 1: 1, 2: 2, 3: 3, "-": 1, "=": 2, "+": 3 };
  let at = 0;
  function go(to) {
    at = Math.max(0, Math.min(to, criteria.length - 1));
    criteria.forEach((one, number) => one.classList.toggle("at", number === at));
    const checked = criteria[at].querySelector("input[type=radio]:checked") || criteria[at].querySelector("input[type=radio]");
    checked.focus();
    criteria[at].scrollIntoView({ block: "nearest" });
  }
  form.addEventListener("focusin", (event) => {
    const inside = criteria.findIndex((one) => one.contains(event.target));
    if (inside >= 0) at = inside;
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input:not([type=radio]), textarea, select");
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && !event.target.matches("button, a, summary")) {
      event.preventDefault();
      (form.querySelector("button[name=next]") || form.querySelector("button")).click();
      return;
    }
    if (typing) return;
    if (event.key in keys) {
      event.preventDefault();
      criteria[at].querySelectorAll("input[type=radio]")[keys[event.key]].checked = true;
      go(at + 1);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      go(at + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "c") {
      event.preventDefault();
      criteria[at].querySelector("input:not([type=radio])").focus();
    }
  });
  go(0);
})();
