// Prints the card, and keeps it on this phone when the person asks for it: the page, its styles and its scripts,
// and nothing else. The page works without this.
"use strict";

{
  const keeping = document.getElementById("keeping");
  const keepButton = document.getElementById("keep");
  const removeButton = document.getElementById("remove");
  const note = document.getElementById("kept");
  const card = `/${keeping.dataset.tag}/card`;
  const name = `card-${keeping.dataset.tag}`;

  const show = (kept, text) => {
    keepButton.hidden = kept;
    removeButton.hidden = !kept;
    note.textContent = text;
  };

  const keep = async () => {
    const own = [...document.querySelectorAll("link[rel=stylesheet], script[src]")].map((part) => part.href || part.src);
    const parts = [card, ...own].map((part) => new Request(part, { cache: "reload", credentials: "omit" }));
    const cache = await caches.open(name);
    await cache.addAll(parts);
    await navigator.serviceWorker.register(`${card}-worker.js`, { scope: card });
    await navigator.serviceWorker.ready;
  };

  const remove = async () => {
    const worker = await navigator.serviceWorker.getRegistration(card);
    if (worker) await worker.unregister();
    await caches.delete(name);
  };

  keepButton.addEventListener("click", async () => {
    try {
      await keep();
      show(true, keeping.dataset.kept);
      removeButton.focus();
    } catch (error) {
      // Half a card must not stay behind.
      await remove().catch(() => {});
      show(false, keeping.dataset.notDone);
    }
  });

  removeButton.addEventListener("click", async () => {
    try {
      await remove();
      show(false, keeping.dataset.removed);
      keepButton.focus();
    } catch (error) {
      show(true, keeping.dataset.notDone);
    }
  });

  const offer = async () => {
    const kept = await caches.has(name);
    show(kept, kept ? keeping.dataset.kept : keeping.dataset.offer);
    keeping.hidden = false;
  };

  // Neither is there over plain http; some private windows refuse to keep anything.
  if (navigator.serviceWorker && window.caches) offer().catch(() => {});

  const printButton = document.getElementById("print");
  printButton.addEventListener("click", () => window.print());
  printButton.hidden = false;
}
