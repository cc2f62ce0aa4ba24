//! The client of 0.6.0: generation B.

use std::cell::Cell;
use std::rc::Rc;

use lutra_bin::{Decode, rr};
use lutra_runner::{Run, binary::tokio::Client as Upstream, proto};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::task::spawn_local;

use crate::client::{Answer, Client, Failure, Load};
use crate::json;

pub struct ClientB<C: AsyncRead + AsyncWrite + Unpin>(Rc<Upstream<C>>);

impl<C: AsyncRead + AsyncWrite + Unpin> ClientB<C> {
    pub fn new(stream: C) -> Self {
        ClientB(Rc::new(Upstream::new(stream)))
    }
}

impl From<proto::Error> for Failure {
    fn from(proto::Error { display, code }: proto::Error) -> Self {
        Failure { display, code }
    }
}

fn program(bytes: &[u8]) -> Result<rr::Program, Failure> {
    rr::Program::decode(bytes).map_err(|error| error.to_string().into())
}

impl<C: AsyncRead + AsyncWrite + Unpin + 'static> Client for ClientB<C> {
    async fn get_externals(&self) -> Answer {
        Ok(json::strings(&self.0.get_externals().await?))
    }

    async fn pull_schema(&self) -> Answer {
        Ok(json::string(&self.0.pull_schema().await?))
    }

    async fn prepare(&self, bytes: &[u8]) -> Answer {
        Ok(self.0.prepare(program(bytes)?).await?.to_string())
    }

    async fn execute(&self, program_id: u32, input: &[u8]) -> Answer {
        Ok(json::bytes(&self.0.execute(program_id, input).await?))
    }

    async fn release(&self, program_id: u32) -> Answer {
        self.0.release(program_id).await?;
        Ok("null".into())
    }

    async fn run(&self, bytes: &[u8], input: &[u8]) -> Answer {
        let program_id = self.0.prepare(program(bytes)?).await?;
        let output = self.0.execute(program_id, input).await?;
        self.0.release(program_id).await?;
        Ok(json::bytes(&output))
    }

    /// Calls from several tasks share the client. It drops answers that are not the caller's, so this works only because
    /// its lock is fair: callers read in the order in which they wrote, and servers answer in that order.
    async fn echo(&self, program_id: u32, load: Load) -> Result<usize, Failure> {
        let next = Rc::new(Cell::new(0));
        let callers: Vec<_> = (0..load.in_flight)
            .map(|_| {
                let client = Rc::clone(&self.0);
                let next = Rc::clone(&next);
                spawn_local(async move {
                    let mut wrong = 0;
                    while next.get() < load.calls {
                        let input = load.input(next.replace(next.get() + 1));
                        let output = client.execute(program_id, &input).await?;
                        wrong += usize::from(output != input);
                    }
                    Ok::<usize, proto::Error>(wrong)
                })
            })
            .collect();
        let mut wrong = 0;
        for caller in callers {
            wrong += caller.await.map_err(|error| error.to_string())??;
        }
        Ok(wrong)
    }

    async fn shutdown(&self) -> Answer {
        self.0.shutdown().await?;
        Ok("null".into())
    }
}
