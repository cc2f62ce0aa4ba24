//! A runner whose answers are known beforehand, for frames and sizes that no compiled program would give.

use lutra_bin::rr;
use lutra_runner::{Run, error_codes, proto};

/// Answers every input with itself, except the single byte `ee`, which fails. Refuses SQL programs.
#[derive(Default)]
pub struct EchoRunner;

impl Run for EchoRunner {
    async fn prepare(&self, program: rr::Program) -> Result<u32, proto::Error> {
        match program {
            rr::Program::BytecodeLt(_) => Ok(0),
            rr::Program::SqlPostgres(_) | rr::Program::SqlDuckDb(_) => Err(proto::Error {
                display: "bad".into(),
                code: None,
            }),
        }
    }

    async fn execute(&self, _: u32, input: &[u8]) -> Result<Vec<u8>, proto::Error> {
        if input == [0xee] {
            let error = proto::Error {
                display: "boom".into(),
                code: None,
            };
            return Err(error.with_code(error_codes::EXECUTION_ERROR));
        }
        Ok(input.to_vec())
    }

    async fn release(&self, _: u32) -> Result<(), proto::Error> {
        Ok(())
    }

    async fn pull_schema(&self) -> Result<String, proto::Error> {
        Ok("func f(): Int64".into())
    }

    async fn get_externals(&self) -> Result<Vec<String>, proto::Error> {
        Ok(vec!["repr:bytecode-lt".into(), "std::fs".into()])
    }
}
