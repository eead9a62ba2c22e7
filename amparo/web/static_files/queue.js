// Keeps the queue of cases fresh without a reload, so that a screen reader is not thrown back.
"use strict";

const queue = document.getElementById("queue");
const EVERY_MS = 10000;

async function refresh() {
  try {
    const answer = await fetch("/", { credentials: "same-origin" });
    if (answer.redirected) { location.assign(answer.url); return; }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("queue");
    if (fresh && fresh.innerHTML !== queue.innerHTML) queue.innerHTML = fresh.innerHTML;
  } catch (error) {
    // The next try comes by itself.
  }
}

if (queue) setInterval(refresh, EVERY_MS);
