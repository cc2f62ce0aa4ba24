//! Times the original's interpreter on one program and input.

use std::io;
use std::path::Path;
use std::time::Instant;

use lutra_bin::{Decode, Value, rr};
use lutra_interpreter::{BUILTIN_MODULES, evaluate};

/// Evaluates a program so many times, prints the milliseconds of each evaluation, and writes the output.
///
/// The output is encoded canonically, by the program's type: the interpreter's own bytes have gaps.
pub fn time(
    program: &Path,
    program_type: &Path,
    input: &Path,
    output: &Path,
    times: usize,
) -> io::Result<()> {
    let program = decoded::<rr::Program>(program)?;
    let program_type = decoded::<rr::ProgramType>(program_type)?;
    let rr::Program::BytecodeLt(program) = program else {
        return Err(io::Error::other("not a bytecode program"));
    };
    let input = std::fs::read(input)?;

    let mut milliseconds = Vec::with_capacity(times);
    let mut result = Vec::new();
    for _ in 0..times {
        let input = input.clone();
        let start = Instant::now();
        result = evaluate(&program, input, BUILTIN_MODULES, None)
            .map_err(|error| io::Error::other(error.to_string()))?;
        milliseconds.push((start.elapsed().as_secs_f64() * 1000.0).to_string());
    }

    let rr::ProgramType {
        output: ty, defs, ..
    } = program_type;
    let canonical = Value::decode(&result, &ty, &defs)
        .and_then(|value| value.encode(&ty, &defs))
        .map_err(io::Error::other)?;
    std::fs::write(output, canonical)?;
    println!("{{\"milliseconds\":[{}]}}", milliseconds.join(","));
    Ok(())
}

fn decoded<T: Decode>(file: &Path) -> io::Result<T> {
    T::decode(&std::fs::read(file)?).map_err(io::Error::other)
}
