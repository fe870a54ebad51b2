// Answers for one page of building instructions: from the network, and from what the page kept when there is none.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  if (event.request.method !== "GET" || !event.request.url.startsWith(self.location.origin)) return;
  event.respondWith(
    fetch(event.request).catch(async (error) => {
      const kept = await caches.match(event.request, { ignoreSearch: event.request.mode === "navigate", ignoreVary: true });
      if (kept) return kept;
      throw error;
    }),
  );
});
