//! The original's interpreter on programs that may be broken, one per line of standard input.
//!
//! A line is `PROGRAM INPUT`, both encoded, as hexadecimal digits, `-` where there are none. It gets one line:
//! `ok OUTPUT`, with the interpreter's own bytes, `error MESSAGE`, or `panic MESSAGE` where the original unwinds.

use std::io::{self, BufRead, Write};
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};

use lutra_bin::{Decode, rr};
use lutra_interpreter::{BUILTIN_MODULES, evaluate};

use crate::{hex, panics};

pub fn serve() -> io::Result<()> {
    // Panics are answers here.
    set_hook(Box::new(|_| {}));
    // Written line by line, so that an abort takes no answer with it.
    let mut output = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let line = line?;
        match catch_unwind(AssertUnwindSafe(|| answer(&line))) {
            Ok(Ok(bytes)) => writeln!(output, "ok {}", hex::encode(&bytes))?,
            Ok(Err(message)) => writeln!(output, "error {}", message.replace('\n', " "))?,
            Err(panic) => writeln!(output, "panic {}", panics::first_line(panic.as_ref()))?,
        }
        output.flush()?;
    }
    Ok(())
}

fn answer(line: &str) -> Result<Vec<u8>, String> {
    let (program, input) = line
        .split_once(' ')
        .ok_or("a program and its input expected")?;
    let program = rr::Program::decode(&decoded(program)?).map_err(|error| error.to_string())?;
    let rr::Program::BytecodeLt(program) = program else {
        return Err("not a bytecode program".into());
    };
    evaluate(&program, decoded(input)?, BUILTIN_MODULES, None).map_err(|error| error.to_string())
}

fn decoded(digits: &str) -> Result<Vec<u8>, String> {
    if digits == "-" {
        return Ok(Vec::new());
    }
    hex::decode(digits)
}
