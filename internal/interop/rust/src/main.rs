//! The Rust original as a peer of the TypeScript packages: its servers, its clients, its codecs, its compiler and its
//! interpreter, from the published crates, behind one command. Our own code only drives them.

mod client;
mod client_a;
mod client_b;
mod codec;
mod compile;
mod echo;
mod evaluate;
mod generation_a;
mod hex;
mod interpret;
mod json;
mod layouts;
mod options;
mod panics;
mod serve;
mod session;
mod stdio;

use std::future::Future;
use std::io;
use std::path::Path;
use std::process::ExitCode;

use tokio::runtime::Builder;
use tokio::task::LocalSet;

const USAGE: &str = "usage:
  lutra-interop-peer serve-tcp
  lutra-interop-peer serve-stdio
  lutra-interop-peer client-tcp ADDRESS SCRIPT
  lutra-interop-peer client-stdio SCRIPT
  lutra-interop-peer codec
  lutra-interop-peer compile EXTERNALS
  lutra-interop-peer evaluate
  lutra-interop-peer interpret PROGRAM PROGRAM_TYPE INPUT OUTPUT TIMES
options: --generation=a|b (b), --runner=interpreter|echo (interpreter), --no-delay";

fn main() -> ExitCode {
    let result = options::parse(std::env::args().skip(1))
        .map_err(io::Error::other)
        .and_then(|(operands, options)| {
            let operands: Vec<&str> = operands.iter().map(String::as_str).collect();
            match *operands.as_slice() {
                ["serve-tcp"] => wait(serve::tcp(options)),
                ["serve-stdio"] => wait(serve::stdio(options)),
                ["client-tcp", address, script] => wait(session::tcp(address, script, options)),
                ["client-stdio", script] => wait(session::stdio(script, options)),
                ["codec"] => codec::serve(),
                ["evaluate"] => evaluate::serve(),
                ["compile", externals] => compile::serve(externals),
                ["interpret", program, program_type, input, output, times] => interpret::time(
                    Path::new(program),
                    Path::new(program_type),
                    Path::new(input),
                    Path::new(output),
                    times.parse().map_err(io::Error::other)?,
                ),
                _ => Err(io::Error::other(USAGE)),
            }
        });
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// Runs a future on one thread, together with the tasks that it spawns.
fn wait(future: impl Future<Output = io::Result<()>>) -> io::Result<()> {
    let runtime = Builder::new_current_thread().enable_io().build()?;
    let result = LocalSet::new().block_on(&runtime, future);
    // Standard input may still be waited for by a thread of its own; nothing that it reads is wanted any more.
    runtime.shutdown_background();
    result
}
