#!/usr/bin/env node
import { main } from "@lutra/runner-cli";
import { processIo } from "./process-io.ts";

process.exitCode = await main(process.argv.slice(2), processIo());
