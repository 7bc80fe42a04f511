"use strict";
// Regions of the page are drawn by the host. This puts changed ones in place without losing what
// is being typed, sends forms without leaving the page, and lets the clocks run.
(() => {
  const main = document.querySelector("main");
  const notice = document.getElementById("notice");

  let answered = () => {};
  let fading = 0;
  function tell(text, good, stays) {
    if (!notice) return;
    notice.textContent = text;
    notice.hidden = !text;
    notice.classList.toggle("good", Boolean(good));
    clearTimeout(fading);
    if (good && !stays) fading = setTimeout(() => tell(""), 6000);
  }

  // A region keeps its fields, its open parts and the focus by their ids.
  function swap(region, html) {
    const kept = new Map();
    for (const field of region.querySelectorAll("input[id], select[id], textarea[id]")) {
      const radio = field.type === "radio";
      if (radio ? field.checked !== field.defaultChecked : field.value !== field.defaultValue) {
        kept.set(field.id, radio ? field.checked : field.value);
      }
    }
    const open = new Map([...region.querySelectorAll("details[id]")].map((one) => [one.id, one.open]));
    const active = document.activeElement;
    const inside = region.contains(active);
    const at = inside && "selectionStart" in active ? [active.selectionStart, active.selectionEnd] : null;
    const lines = region.querySelector(".lines");
    const scrolled = lines ? lines.scrollTop : 0;
    region.innerHTML = html;
    for (const [id, value] of kept) {
      const field = document.getElementById(id);
      if (!field || !region.contains(field)) continue;
      if (field.type === "radio") field.checked = value;
      else if (field.tagName !== "SELECT" || [...field.options].some((one) => one.value === value)) field.value = value;
    }
    for (const [id, was] of open) {
      const part = document.getElementById(id);
      if (part && region.contains(part)) part.open = was;
    }
    const after = region.querySelector(".lines");
    if (after && scrolled > 40) after.scrollTop = scrolled;
    if (inside && active !== region) {
      const same = active.id && document.getElementById(active.id);
      const next = same && region.contains(same) ? same : document.getElementById("status");
      if (next) next.focus({ preventScroll: true });
      if (same && at && at[0] !== null) try { same.setSelectionRange(...at); } catch { /* not a text field */ }
    }
  }

  function clocks(root) {
    for (const one of root.querySelectorAll("[data-left]")) {
      one.ends = performance.now() + 1000 * Number(one.dataset.left);
    }
  }
  function tick() {
    for (const one of document.querySelectorAll("[data-left]")) {
      if (one.ends === undefined) continue;
      const left = Math.max(0, Math.round((one.ends - performance.now()) / 1000));
      const text = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
      const time = one.querySelector(".time");
      if (time && time.textContent !== text) time.textContent = text;
      one.classList.toggle("up", left === 0);
    }
  }
  clocks(document);
  setInterval(tick, 500);

  if (main && main.dataset.stream && "EventSource" in window) {
    let lost = false;
    let stream;
    let heard = Date.now(); // when the host last said anything; it beats every 15 seconds
    // What is being pressed stays where it is until it is let go.
    const title = document.title;
    let pressed = false;
    let waiting = {};
    let shown = false;
    function show() {
      for (const [name, html] of Object.entries(waiting)) {
        const region = document.getElementById(name);
        if (!region) continue;
        const told = region.querySelectorAll(".theirs, .theirs-aside").length;
        swap(region, html);
        clocks(region);
        const letters = [...region.querySelectorAll(".theirs, .theirs-aside")];
        if (letters.length > told && shown) {
          const last = letters.at(-1);
          const by = last.matches(".theirs") ? "Facilitator:" : last.querySelector("b").textContent;
          tell(`${by} ${last.querySelector("bdi").textContent}`, true, true);
        }
      }
      document.title = (document.querySelector("#status .turn") ? "▶ " : "") + title;
      shown = true; // what the page came with is no news
      waiting = {};
    }
    document.addEventListener("pointerdown", () => { pressed = true; });
    for (const end of ["pointerup", "pointercancel"]) {
      document.addEventListener(end, () => { pressed = false; setTimeout(show, 0); });
    }
    // A stream may die without a word: while the lid is shut, or as a phone changes its network.
    function connect() {
      if (stream) stream.close();
      heard = Date.now();
      stream = new EventSource(main.dataset.stream);
      stream.onmessage = (event) => {
        heard = Date.now();
        Object.assign(waiting, JSON.parse(event.data));
        if (!pressed) show();
      };
      stream.addEventListener("beat", () => { heard = Date.now(); });
      stream.addEventListener("end", () => { stream.close(); location.reload(); });
      stream.addEventListener("rests", () => {
        stream.close();
        stream = null;
        tell("This page is open in several other places and rests here. Load it again to go on here.");
      });
      stream.onopen = () => { heard = Date.now(); if (lost) { lost = false; tell("", true); } };
      stream.onerror = () => {
        lost = true;
        tell("No connection to the class just now. This page tries again by itself; nothing is lost.");
        if (stream && stream.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), 3000);
      };
    }
    function unheard(seconds) {
      if (stream && Date.now() - heard > 1000 * seconds) connect();
    }
    setInterval(() => unheard(35), 5000);
    const awake = () => { if (!document.hidden) unheard(16); };
    for (const back of ["focus", "pageshow", "online"]) addEventListener(back, awake);
    document.addEventListener("visibilitychange", awake);
    // Whatever the host answers to a form, it soon shows; if it does not, nothing comes through.
    answered = () => {
      const then = Date.now();
      setTimeout(() => { if (stream && heard < then - 1000) connect(); }, 2500);
    };
    connect();
  }

  // A form is sent again, unchanged, until the host has answered: the same move counts once.
  async function send(form, body, tries) {
    try {
      const answer = await fetch(form.action, {
        method: "POST", body, headers: { "X-Live": "1" }, credentials: "same-origin",
      });
      const known = (answer.headers.get("content-type") || "").includes("json");
      const told = known ? await answer.json() : { ok: false, notice: await answer.text() };
      tell(told.notice, told.ok);
      answered();
      if (told.ok) for (const typed of form.querySelectorAll("input[maxlength], textarea")) {
        for (const field of [typed, document.getElementById(typed.id)]) if (field) field.value = field.defaultValue;
      }
      const status = document.getElementById("status");
      if (told.ok && status && form.action.endsWith("/move")) { status.focus(); scrollTo(0, 0); }
    } catch {
      if (tries <= 0) { tell("This could not be sent. Press the button again when you are connected."); return; }
      tell("Not sent yet; trying again.");
      await new Promise((done) => setTimeout(done, 1500));
      await send(form, body, tries - 1);
    }
  }
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-live]") || !main || !main.dataset.stream) return;
    event.preventDefault();
    if (form.dataset.busy) return;
    form.dataset.busy = "1";
    await send(form, new URLSearchParams(new FormData(form)), 20);
    delete form.dataset.busy;
  });
})();
