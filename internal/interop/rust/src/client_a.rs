//! The client of 0.5.0: generation A.

use std::collections::VecDeque;
use std::io;

use lutra_bin_05::{Decode, rr};
use lutra_runner_05::Run;
use lutra_runner_05::binary::messages::Result as Message;
use lutra_runner_05::binary::tokio::Client as Upstream;
use tokio::io::{AsyncRead, AsyncWrite};

use crate::client::{Answer, Client, Failure, Load};
use crate::json;

pub struct ClientA<C: AsyncRead + AsyncWrite + Unpin>(Upstream<C>);

impl<C: AsyncRead + AsyncWrite + Unpin> ClientA<C> {
    pub fn new(stream: C) -> Self {
        ClientA(Upstream::new(stream))
    }
}

fn failed(error: io::Error) -> Failure {
    error.to_string().into()
}

fn program(bytes: &[u8]) -> Result<rr::Program, Failure> {
    rr::Program::decode(bytes).map_err(|error| error.to_string().into())
}

fn output(message: Message) -> Result<Vec<u8>, Failure> {
    match message {
        Message::Ok(output) => Ok(output),
        Message::Err(error) => Err(Failure {
            display: error.message,
            code: error.code,
        }),
    }
}

impl<C: AsyncRead + AsyncWrite + Unpin> Client for ClientA<C> {
    async fn get_externals(&self) -> Answer {
        Err("generation A has no get_externals".to_string().into())
    }

    async fn pull_schema(&self) -> Answer {
        Ok(json::string(&self.0.get_interface().await.map_err(failed)?))
    }

    async fn prepare(&self, bytes: &[u8]) -> Answer {
        Ok(self.0.send_prepare(&program(bytes)?).await.to_string())
    }

    async fn execute(&self, program_id: u32, input: &[u8]) -> Answer {
        let request_id = self.0.send_execute(program_id, input).await;
        let message = self.0.recv_response(request_id).await.map_err(failed)?;
        Ok(json::bytes(&output(message)?))
    }

    async fn release(&self, program_id: u32) -> Answer {
        self.0.send_release(program_id).await;
        Ok("null".into())
    }

    async fn run(&self, bytes: &[u8], input: &[u8]) -> Answer {
        let message = self.0.run_once(&program(bytes)?, input).await;
        Ok(json::bytes(&output(message.map_err(failed)?)?))
    }

    async fn echo(&self, program_id: u32, load: Load) -> Result<usize, Failure> {
        let mut sent = VecDeque::new();
        let mut wrong = 0;
        for call in 0..load.calls + load.in_flight {
            if call >= load.in_flight
                && let Some((request_id, input)) = sent.pop_front()
            {
                let message = self.0.recv_response(request_id).await.map_err(failed)?;
                wrong += usize::from(output(message)? != input);
            }
            if call < load.calls {
                let input = load.input(call);
                let request_id = self.0.send_execute(program_id, &input).await;
                sent.push_back((request_id, input));
            }
        }
        Ok(wrong)
    }

    async fn shutdown(&self) -> Answer {
        self.0.shutdown().await.map_err(failed)?;
        Ok("null".into())
    }
}
