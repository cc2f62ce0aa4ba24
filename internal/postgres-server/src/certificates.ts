import { execFileSync } from "node:child_process";
import { chmodSync, chownSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serverUser } from "./commands.ts";

/** Files of a certificate and its key. */
export interface Certificate {
  readonly certFile: string;
  /** Readable by the server alone, as it demands. */
  readonly keyFile: string;
}

/** An authority of our own, to sign certificates with. */
export interface Authority extends Disposable {
  /** Its own certificate, in PEM. */
  readonly ca: string;
  /** File with `ca`. */
  readonly caFile: string;
  /**
   * Signs a new certificate.
   *
   * @param commonName whom it is for: the user, if a client shows it
   * @param names what a server is called, as `IP:127.0.0.1,DNS:localhost`
   */
  sign(commonName: string, names: string): Certificate;
}

/** Makes an authority with `openssl`, in a temporary folder that disposing removes. */
export function createAuthority(): Authority {
  const folder = mkdtempSync(join(tmpdir(), "lutra-certificates-"));
  const user = serverUser();
  const openssl = (...args: readonly string[]): void => {
    execFileSync("openssl", args, { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
  };
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const days = ["-days", "2"];
  // The server's user looks its files up here.
  chmodSync(folder, 0o755);
  const caFile = join(folder, "ca.crt");
  const subject = ["-subj", "/CN=Authority of a test"];
  openssl("req", "-x509", ...newKey, ...subject, ...days, "-keyout", "ca.key", "-out", "ca.crt");
  let signed = 0;
  return {
    ca: readFileSync(caFile, "utf8"),
    caFile,
    sign: (commonName, names) => {
      const name = `signed-${++signed}`;
      const [certFile, keyFile] = [join(folder, `${name}.crt`), join(folder, `${name}.key`)];
      writeFileSync(join(folder, "names"), `subjectAltName=${names}\n`);
      openssl("req", ...newKey, "-subj", `/CN=${commonName}`, "-keyout", keyFile, "-out", "csr");
      const by = ["-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial", "-extfile", "names"];
      openssl("x509", "-req", "-in", "csr", ...by, ...days, "-out", certFile);
      chmodSync(keyFile, 0o600);
      if (user !== undefined) chownSync(keyFile, user.uid, user.gid);
      return { certFile, keyFile };
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}
