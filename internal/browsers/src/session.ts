/** Sends a WebDriver command and returns its result. */
export type SendCommand = (command: WebDriverCommand, parameters?: object) => Promise<unknown>;

/** The commands in use, by the names that the WebDriver specification gives them. */
export type WebDriverCommand = "Navigate To" | "Execute Async Script" | "Set Timeouts";

/** One window of a browser. */
export interface BrowserSession extends AsyncDisposable {
  /** Opens an address and waits until the page has loaded. */
  open(url: string): Promise<void>;

  /**
   * Runs the body of an async function in the page, and returns what it returns, as JSON would hold it.
   *
   * @param args values for the body, which calls them `args`
   * @throws Error with the page's error as text, if the body throws
   */
  evaluate(body: string, ...args: readonly unknown[]): Promise<unknown>;
}

/** Creates a session from a function that sends its commands and one that ends the browser. */
export async function createSession(
  send: SendCommand,
  end: () => Promise<void>,
): Promise<BrowserSession> {
  // No page is too slow: in vain, the test ends by its own time-out.
  const longest = 3_600_000;
  await send("Set Timeouts", { script: longest, pageLoad: longest });
  return {
    open: async (url) => {
      await send("Navigate To", { url });
    },
    evaluate: async (body, ...args) => {
      const script = `const [args, done] = arguments;
        (async () => { ${body} })().then((value) => done({ value }), (error) => done({ error: String(error) }));`;
      const outcome = (await send("Execute Async Script", { script, args: [args] })) as {
        readonly value?: unknown;
        readonly error?: string;
      };
      if (outcome.error !== undefined) throw new Error(outcome.error);
      return outcome.value;
    },
    [Symbol.asyncDispose]: end,
  };
}
