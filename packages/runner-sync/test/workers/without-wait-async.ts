// As echo.ts, on a platform that has no Atomics.waitAsync.
import "../support/delete-wait-async.ts";
import "./echo.ts";
