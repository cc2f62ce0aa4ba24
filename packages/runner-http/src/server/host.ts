import { remembered } from "../remembered.ts";

/**
 * Returns host and port of a `host` header as a URL has them, in lower case and without `:80`; undefined for a header
 * that is no host, such as two of them.
 */
export const parseHost: (header: string) => string | undefined = /* @__PURE__ */ remembered(
  (header) => {
    const url = `http://${header}`;
    if (!URL.canParse(url)) return undefined;
    const { host, href } = new URL(url);
    // Nothing but a host: no user, no path, no query.
    return href === `http://${host}/` ? host : undefined;
  },
);
