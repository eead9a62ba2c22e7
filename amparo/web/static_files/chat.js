// Makes the page better where scripts run: sends without a reload, shows answers as they come,
// and leaves quickly. Everything also works without it. Nothing is stored in the browser,
// but for the card of first steps (card.js) when the person asks for it.
"use strict";

const leave = document.getElementById("leave");
const log = document.getElementById("log");
const say = document.getElementById("say");
const status = document.getElementById("status");

// The answer of /leave clears a kept card too; this also works without network. Leaving does not wait for it.
async function forgetCard() {
  const workers = navigator.serviceWorker ? navigator.serviceWorker.getRegistrations() : [];
  const names = window.caches ? caches.keys() : [];
  for (const worker of await workers) worker.unregister();
  for (const name of await names) caches.delete(name);
}

function leaveNow(event) {
  if (event) event.preventDefault();
  const blank = document.createElement("div");
  blank.className = "blank";
  document.body.replaceChildren(blank);
  document.title = "\u200b";
  forgetCard().catch(() => {});
  // replace(): the back button must not lead here again.
  location.replace("/leave");
}

let shifts = [];
document.addEventListener("keydown", (event) => {
  if (event.key !== "Shift" || event.repeat) {
    if (event.key !== "Shift") shifts = [];
    return;
  }
  const now = Date.now();
  shifts = shifts.filter((at) => now - at < 5000);
  shifts.push(now);
  if (shifts.length >= 3) leaveNow();
});
leave.addEventListener("click", leaveNow);

if (log && say) {
  const field = document.getElementById("text");
  let last = Number(log.dataset.last);

  const show = (html) => {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    const item = holder.content.firstElementChild;
    if (!item || log.querySelector(`[data-id="${CSS.escape(item.dataset.id)}"]`)) return;
    log.append(item);
    // A long answer is read from its beginning, so the view stays on what was said last by the person.
    const mine = [...log.querySelectorAll(".from_you")].pop();
    (mine || item).scrollIntoView({ block: "start" });
  };

  const foldOld = () => {
    // Only the newest turn keeps open buttons, as on a page that is loaded anew.
    const forms = [...log.querySelectorAll(":scope > .bubble > form.choices:not(.lasting)")];
    const turn = forms.length ? forms[forms.length - 1].parentElement.dataset.turn : "";
    forms.filter((form) => form.parentElement.dataset.turn !== turn).forEach((form) => form.remove());
  };

  let source = null;
  const listen = () => {
    source = new EventSource(`/chat/events?after=${last}`);
    source.addEventListener("message", (event) => {
      last = Math.max(last, Number(event.lastEventId) || 0);
      show(JSON.parse(event.data));
      foldOld();
      // The conversation went over to another language: so does the page around it, unless something is half written.
      const newest = log.querySelector(":scope > .from_assistant:last-child > .text");
      if (newest && newest.lang !== document.documentElement.lang && !field.value) location.reload();
    });
    source.addEventListener("status", (event) => { status.textContent = JSON.parse(event.data); });
    source.addEventListener("ended", () => { source.close(); location.replace("/"); });
  };
  listen();

  const send = async (form, data) => {
    status.textContent = say.dataset.waiting;
    try {
      const answer = await fetch(form.action, {
        method: "POST", body: data, headers: { Accept: "application/json" }, credentials: "same-origin",
      });
      const body = await answer.json();
      if (body.goto) { location.assign(body.goto); return true; }
      if (body.html) show(body.html);
      status.textContent = answer.ok ? say.dataset.waiting : body.error;
      return answer.ok;
    } catch (error) {
      status.textContent = say.dataset.notSent;
      return false;
    }
  };

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const path = new URL(form.action).pathname;
    if (path !== "/chat" && path !== "/chat/command") return;
    event.preventDefault();
    const data = new URLSearchParams(new FormData(form, event.submitter));
    const sent = await send(form, data);
    const nonce = form.querySelector("input[name=nonce]");
    // A message that failed keeps its number, so that sending again cannot double it.
    if (sent && nonce) nonce.value = crypto.randomUUID();
    // Only after typing: on a phone the focus would open the keyboard over the answer.
    if (sent && form === say) { field.value = ""; field.focus(); }
  });

  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      say.requestSubmit();
    }
  });
  const mine = [...log.querySelectorAll(".from_you")].pop();
  if (mine) mine.scrollIntoView({ block: "start" });
}
