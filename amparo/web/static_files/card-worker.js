// Opens a kept card when there is no network. It keeps nothing by itself: only what card.js has put into the cache,
// because the person asked for it, is ever renewed there.
"use strict";

const NAME = `card-${self.location.pathname.split("/")[1]}`;
// A network that does not answer, as at a border, must not keep the steps from being read.
const PATIENCE_MS = 2500;

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("fetch", (event) => {
  if (event.request.method === "GET") event.respondWith(answer(event.request));
});

async function answer(request) {
  // has() first: open() would bring back what the person has removed.
  if (!(await caches.has(NAME))) return fetch(request);
  const cache = await caches.open(NAME);
  const kept = await cache.match(request);
  return kept ? fresh(cache, request.url, kept) : fetch(request);
}

async function fresh(cache, url, kept) {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const found = await fetch(url, { cache: "no-store", credentials: "omit", redirect: "error", signal });
    if (!found.ok) return kept;
    await cache.put(url, found.clone());
    return found;
  } catch (error) {
    return kept;
  }
}
