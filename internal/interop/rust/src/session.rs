//! The original's clients, driven by a script.
//!
//! One call per line, words separated by blanks, bytes in hexadecimal (`-` for none):
//!
//! ```text
//! get_externals
//! pull_schema
//! prepare PROGRAM
//! execute ID INPUT
//! release ID
//! run PROGRAM INPUT                  generation A: the three messages in one go
//! echo ID CALLS IN_FLIGHT BYTES      executes CALLS inputs, no two alike, on a program that answers with its input
//! ```
//!
//! Every line gets one line of JSON: `{"ok":…}` or `{"error":{"display":…,"code":…}}`.

use std::io;
use std::time::Instant;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;

use crate::client::{Answer, Client, Failure, Load};
use crate::client_a::ClientA;
use crate::client_b::ClientB;
use crate::options::{Generation, Options};
use crate::{hex, json, stdio};

/// Runs a script over TCP and prints the answers on standard output.
pub async fn tcp(address: &str, script: &str, options: Options) -> io::Result<()> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(options.no_delay)?;
    over(stream, script, options.generation, |line| {
        println!("{line}")
    })
    .await
}

/// Runs a script over standard input and output, and prints the answers on standard error.
pub async fn stdio(script: &str, options: Options) -> io::Result<()> {
    over(stdio::duplex(), script, options.generation, |line| {
        eprintln!("{line}");
    })
    .await
}

async fn over<C>(
    stream: C,
    script: &str,
    generation: Generation,
    print: impl Fn(String),
) -> io::Result<()>
where
    C: AsyncRead + AsyncWrite + Unpin + 'static,
{
    let script = std::fs::read_to_string(script)?;
    match generation {
        Generation::A => play(ClientA::new(stream), &script, print).await,
        Generation::B => play(ClientB::new(stream), &script, print).await,
    }
    Ok(())
}

async fn play(client: impl Client, script: &str, print: impl Fn(String)) {
    for line in script.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        print(match call(&client, &words).await {
            Ok(value) => format!("{{\"ok\":{value}}}"),
            Err(Failure { display, code }) => format!(
                "{{\"error\":{{\"display\":{},\"code\":{}}}}}",
                json::string(&display),
                code.map_or("null".into(), |code| json::string(&code)),
            ),
        });
    }
    // The script is over whether or not the peer is still there.
    let _ = client.shutdown().await;
}

async fn call(client: &impl Client, words: &[&str]) -> Answer {
    match *words {
        ["get_externals"] => client.get_externals().await,
        ["pull_schema"] => client.pull_schema().await,
        ["prepare", program] => client.prepare(&bytes(program)?).await,
        ["execute", id, input] => client.execute(number(id)?, &bytes(input)?).await,
        ["release", id] => client.release(number(id)?).await,
        ["run", program, input] => client.run(&bytes(program)?, &bytes(input)?).await,
        ["echo", id, calls, in_flight, bytes] => {
            let load = Load {
                calls: number(calls)?,
                in_flight: number(in_flight)?,
                bytes: number(bytes)? as usize,
            };
            let start = Instant::now();
            let wrong = client.echo(number(id)?, load).await?;
            let seconds = start.elapsed().as_secs_f64();
            Ok(format!("{{\"wrong\":{wrong},\"seconds\":{seconds}}}"))
        }
        _ => Err(format!("unknown call: {}", words.join(" ")).into()),
    }
}

fn bytes(word: &str) -> Result<Vec<u8>, String> {
    if word == "-" {
        Ok(Vec::new())
    } else {
        hex::decode(word)
    }
}

fn number(word: &str) -> Result<u32, String> {
    word.parse()
        .map_err(|_| format!("not a number of 32 bits: {word}"))
}
