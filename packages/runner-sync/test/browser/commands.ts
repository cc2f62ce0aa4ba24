/** Inputs that are more than echoed: the call is answered when the next one comes. */
export const hangs: Uint8Array = new Uint8Array([255, 1]);

/** The worker throws where no one catches it. */
export const crashes: Uint8Array = new Uint8Array([255, 2]);

/** The worker closes itself. */
export const closes: Uint8Array = new Uint8Array([255, 3]);
