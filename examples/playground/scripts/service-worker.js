// Serves the playground without a network. The build fills in the version and the list of files.
const version = "VERSION";
const files = ["FILES"];

addEventListener("install", (event) => {
  event.waitUntil(store());
});

addEventListener("activate", (event) => {
  event.waitUntil(removeOthers());
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const isOurs = new URL(request.url).origin === location.origin;
  if (request.method === "GET" && isOurs) event.respondWith(respond(request));
});

async function store() {
  const cache = await caches.open(version);
  await cache.addAll(files);
  await skipWaiting();
}

async function removeOthers() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== version).map((name) => caches.delete(name)));
  await clients.claim();
}

/** The page comes from the network if there is one, so that a new version is seen; all else never changes. */
async function respond(request) {
  const cache = await caches.open(version);
  const stored = await cache.match(request, { ignoreVary: true });
  if (stored && request.mode !== "navigate") return stored;
  try {
    const response = await fetch(request);
    if (response.ok) await cache.put(request, response.clone());
    return response;
  } catch (error) {
    if (stored) return stored;
    throw error;
  }
}
