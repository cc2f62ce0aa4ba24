// As echo.ts, on a platform that notifies a waiter and does not always wake its event loop.
import "../support/sleepy-wait-async.ts";
import "./echo.ts";
