//! The original's compiler: a project on the first line of standard input, then one program per line.
//!
//! Lines are hexadecimal digits of UTF-8. A line gets one line: `ok …` (for a program, its bytes), `error MESSAGE`, or
//! `panic MESSAGE`, with the digits of a text.

use std::io::{self, BufRead, Write};
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};

use lutra_bin::Encode;
use lutra_compiler::{CheckParams, CompileParams, Project, SourceTree, check, compile};

use crate::{hex, panics};

/// `externals` is what the runner offers, separated by commas; it also chooses the kind of program.
pub fn serve(externals: &str) -> io::Result<()> {
    let externals: Vec<&str> = externals.split(',').collect();
    // Panics are answers here.
    set_hook(Box::new(|_| {}));
    let mut output = io::stdout().lock();
    let mut project = None;
    for line in io::stdin().lock().lines() {
        let line = line?;
        let answer = catch_unwind(AssertUnwindSafe(|| answer(&line, &externals, &mut project)));
        match answer {
            Ok(Ok(digits)) => writeln!(output, "ok {digits}")?,
            Ok(Err(message)) => writeln!(output, "error {}", hex::encode(message.as_bytes()))?,
            Err(panic) => {
                let message = panics::first_line(panic.as_ref());
                writeln!(output, "panic {}", hex::encode(message.as_bytes()))?;
            }
        }
    }
    output.flush()
}

fn answer(line: &str, externals: &[&str], project: &mut Option<Project>) -> Result<String, String> {
    let text = String::from_utf8(hex::decode(line)?).map_err(|error| error.to_string())?;
    match project {
        None => {
            let source = SourceTree::single("".into(), text);
            *project = Some(check(source, CheckParams::new()).map_err(|error| error.to_string())?);
            Ok(String::new())
        }
        Some(project) => {
            let params = CompileParams::from_externals(text, externals)?;
            let (program, _) = compile(project, &params).map_err(|error| error.to_string())?;
            Ok(hex::encode(&program.encode()))
        }
    }
}
