//! The original's servers: one per connection, over a runner of its own.

use std::io;

use lutra_interpreter::InterpreterRunner;
use lutra_runner::{AsyncRunner, Run};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::task::spawn_local;

use crate::echo::EchoRunner;
use crate::generation_a::GenerationA;
use crate::options::{Generation, Options, RunnerKind};
use crate::stdio;

/// Listens on a free port of the loopback interface, prints it and serves until standard input ends, as it does when
/// whoever started the process dies.
pub async fn tcp(options: Options) -> io::Result<()> {
    std::thread::spawn(|| {
        // Whether it ended or broke, nobody is there any more.
        let _ = io::copy(&mut io::stdin(), &mut io::sink());
        std::process::exit(0);
    });
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{{\"port\":{}}}", listener.local_addr()?.port());
    loop {
        let (stream, _) = listener.accept().await?;
        stream.set_nodelay(options.no_delay)?;
        // A task per connection, so that a decoder that panics ends this connection alone.
        spawn_local(async move {
            if let Err(error) = connection(stream, options).await {
                eprintln!("connection ended: {error}");
            }
        });
    }
}

/// Serves standard input and output until the input ends.
pub async fn stdio(options: Options) -> io::Result<()> {
    connection(stdio::duplex(), options).await
}

async fn connection<C>(stream: C, options: Options) -> io::Result<()>
where
    C: AsyncRead + AsyncWrite + Unpin,
{
    match options.runner {
        RunnerKind::Echo => generation(stream, EchoRunner, options.generation).await,
        RunnerKind::Interpreter => {
            let runner = AsyncRunner::new(InterpreterRunner::default());
            generation(stream, runner, options.generation).await
        }
    }
}

async fn generation<C, R>(stream: C, runner: R, generation: Generation) -> io::Result<()>
where
    C: AsyncRead + AsyncWrite + Unpin,
    R: Run,
{
    match generation {
        Generation::A => {
            let runner = GenerationA(runner);
            lutra_runner_05::binary::tokio::Server::new(stream, runner)
                .run()
                .await
        }
        Generation::B => {
            lutra_runner::binary::tokio::Server::new(stream, &runner)
                .run()
                .await
        }
    }
}
