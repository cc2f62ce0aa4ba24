import { UsageError } from "../errors/usage-error.ts";

/** Web pages that may call a server over HTTP, and names under which it answers. */
export interface HttpPlaces {
  readonly origins?: readonly string[];
  readonly hosts?: readonly string[];
}

/**
 * Reads the lists of `--origins` and `--hosts`; each may be given several times, and hold several items between commas.
 *
 * @throws UsageError for an item that no browser would send
 */
export function httpPlaces(values: {
  readonly origins?: readonly string[] | undefined;
  readonly hosts?: readonly string[] | undefined;
}): HttpPlaces {
  const { origins, hosts } = values;
  return {
    ...(origins !== undefined && { origins: items(origins).map(originOf) }),
    ...(hosts !== undefined && { hosts: items(hosts).map(hostOf) }),
  };
}

function items(lists: readonly string[]): readonly string[] {
  return lists.flatMap((list) => list.split(",").map((item) => item.trim()));
}

function originOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isOrigin =
    url !== undefined &&
    /^https?:$/.test(url.protocol) &&
    url.href === `${url.origin}/` &&
    !/[?#]/.test(text);
  if (isOrigin) return url.origin;
  throw new UsageError(
    `--origins takes origins of web pages, got ${JSON.stringify(text)}`,
    text === "*"
      ? "name each page that may call: one that is not listed could use whatever its visitor may"
      : "an origin is scheme, host and port as the browser shows them, without a path: https://app.example",
  );
}

function hostOf(text: string): string {
  const url = URL.canParse(`http://${text}`) ? new URL(`http://${text}`) : undefined;
  // A host as browsers send it, so that nothing is listed that could never match.
  if (url !== undefined && text !== "" && url.hostname === text.toLowerCase()) return url.hostname;
  throw new UsageError(
    `--hosts takes names without a port, got ${JSON.stringify(text)}`,
    "for example app.example, localhost, 192.168.0.7 or [::1]",
  );
}
