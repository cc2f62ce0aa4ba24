//! The original's decoders and encoders, one call per line of standard input.
//!
//! Bytes are hexadecimal digits, `-` where there are none. A line gets one line: `ok …`, `error MESSAGE`, or
//! `panic MESSAGE` where the original unwinds.
//!
//! ```text
//! type LTD          typed data: the type of the lines that follow          ok LTD, encoded again
//!                   (refused unless its layouts are the original's)
//! value BYTES       dynamic decoder and encoder                            ok BYTES VALUE
//! source BYTES      rendering as Lutra source                              ok TEXT, as hexadecimal digits
//! program BYTES     native decoder and encoder of rr::Program              ok BYTES
//! request BYTES     … of a message of a client, generation B               ok BYTES
//! response BYTES    … of a message of a server, generation B               ok BYTES
//! ```

use std::fmt::Write as _;
use std::io::{self, BufRead, Write};
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};

use lutra_bin::bytes::BytesMut;
use lutra_bin::{Decode, Encode, Value, ir, rr, typed_data};
use lutra_runner::proto;

use crate::{hex, layouts, panics};

struct Type {
    ty: ir::Ty,
    defs: Vec<ir::TyDef>,
}

pub fn serve() -> io::Result<()> {
    // Panics are answers here.
    set_hook(Box::new(|_| {}));
    // Written line by line, so that an abort takes no answer with it.
    let mut output = io::stdout().lock();
    let mut current = None;
    for line in io::stdin().lock().lines() {
        let line = line?;
        let answer = catch_unwind(AssertUnwindSafe(|| answer(&line, &mut current)));
        match answer {
            Ok(Ok(text)) => writeln!(output, "ok {text}")?,
            Ok(Err(message)) => writeln!(output, "error {message}")?,
            Err(panic) => writeln!(output, "panic {}", panics::first_line(panic.as_ref()))?,
        }
    }
    output.flush()
}

fn answer(line: &str, current: &mut Option<Type>) -> Result<String, String> {
    let (call, digits) = line
        .split_once(' ')
        .ok_or("a call and its bytes expected")?;
    let bytes = if digits == "-" {
        Vec::new()
    } else {
        hex::decode(digits)?
    };
    let ty = || current.as_ref().ok_or("no type was given".to_string());
    match call {
        "type" => {
            let (data, ty, defs) = typed_data::decode(&bytes).map_err(text)?;
            layouts::check(&ty, &defs)?;
            let mut again = BytesMut::new();
            typed_data::encode(&mut again, data, &ty, &defs).map_err(text)?;
            *current = Some(Type { ty, defs });
            Ok(digits_of(&again))
        }
        "value" => {
            let Type { ty, defs } = ty()?;
            let value = Value::decode(&bytes, ty, defs).map_err(text)?;
            let again = value.encode(ty, defs).map_err(text)?;
            let mut answer = digits_of(&again);
            answer.push(' ');
            describe(&value, &mut answer);
            Ok(answer)
        }
        "source" => {
            let Type { ty, defs } = ty()?;
            let source = lutra_bin::print_source(&bytes, ty, defs).map_err(text)?;
            Ok(digits_of(source.as_bytes()))
        }
        "program" => again::<rr::Program>(&bytes),
        "request" => again::<proto::Request>(&bytes),
        "response" => again::<proto::Response>(&bytes),
        _ => Err(format!("unknown call: {call}")),
    }
}

fn again<T: Decode + Encode>(bytes: &[u8]) -> Result<String, String> {
    Ok(digits_of(&T::decode(bytes).map_err(text)?.encode()))
}

fn text(error: lutra_bin::Error) -> String {
    error.to_string()
}

fn digits_of(bytes: &[u8]) -> String {
    if bytes.is_empty() {
        "-".into()
    } else {
        hex::encode(bytes)
    }
}

/// Writes a value in the notation of the tests: primitives as unsigned numbers, `{a,b}`, `[a,b]`, `tag:inner`.
fn describe(value: &Value, into: &mut String) {
    let written = match value {
        Value::Prim8(bits) => write!(into, "{bits}"),
        Value::Prim16(bits) => write!(into, "{bits}"),
        Value::Prim32(bits) => write!(into, "{bits}"),
        Value::Prim64(bits) => write!(into, "{bits}"),
        Value::Tuple(fields) => return describe_all('{', fields, '}', into),
        Value::Array(items) => return describe_all('[', items, ']', into),
        Value::Enum(tag, inner) => {
            let written = write!(into, "{tag}:");
            describe(inner, into);
            written
        }
    };
    written.expect("strings take every character");
}

fn describe_all(open: char, values: &[Value], close: char, into: &mut String) {
    into.push(open);
    for (i, value) in values.iter().enumerate() {
        if i > 0 {
            into.push(',');
        }
        describe(value, into);
    }
    into.push(close);
}
