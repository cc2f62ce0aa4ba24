/**
 * Returns the start of the routes of a service: a URL without a slash at the end, query and fragment. In a web page, a
 * relative URL is taken from the page's.
 *
 * @throws TypeError for an invalid URL, one that is not http or https, or has a name or a password in it
 */
export function baseUrl(url: string | URL): string {
  const { document, location } = globalThis as {
    readonly document?: { readonly baseURI: string };
    readonly location?: { readonly href: string };
  };
  const page = document?.baseURI ?? location?.href;
  const parsed = URL.canParse(url, page) ? new URL(url, page) : undefined;
  if (parsed?.protocol !== "http:" && parsed?.protocol !== "https:") {
    throw new TypeError(
      `expected an http or https URL, which may be relative only in a web page, got ${shown(String(url))}`,
    );
  }
  const { username, password, origin, pathname } = parsed;
  if (username !== "" || password !== "") {
    throw new TypeError("names and passwords in a URL are not sent: use the `headers` option");
  }
  return origin + pathname.replace(/\/+$/, "");
}

/** Returns a URL for a message; one with an `@` is not shown, as a password may be before that. */
function shown(url: string): string {
  return url.includes("@") ? "another string" : JSON.stringify(url);
}
