/** Keep this page with all it needs in the browser, so that it opens without a network too. */

/** Resolves to whether it is kept; a browser without service workers, or an address without TLS, keeps nothing. */
export async function keepForOffline(more: string[]): Promise<boolean> {
  // Fetched now in any case: a page that stays open then has them.
  const pictures = Promise.allSettled(more.map((address) => fetch(address)));
  if (!("serviceWorker" in navigator)) return pictures.then(() => false);
  try {
    // One worker for each such page, and none for the rest of the site.
    await navigator.serviceWorker.register("/offline.js", { scope: location.pathname });
    const cache = await caches.open(`prosum-offline ${location.pathname}`);
    const used = performance
      .getEntriesByType("resource")
      .map(({ name }) => name)
      .filter((name) => name.startsWith(location.origin));
    await pictures;
    await cache.addAll([
      ...new Set([
        location.pathname,
        ...used.filter((name) => !name.endsWith("/offline.js")),
        ...more.map((one) => new URL(one, location.href).href),
      ]),
    ]);
    return true;
  } catch (error) {
    console.warn("not kept for offline use:", error);
    return false;
  }
}
