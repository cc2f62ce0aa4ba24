//! The interface of 0.5.0, which speaks generation A, over a runner of today.

use std::fmt;

use lutra_bin::{Decode, rr};
use lutra_runner::{Run, proto};
use lutra_runner_05::Run as Run05;

/// Makes a runner of today serve programs of 0.5.0.
///
/// A program is encoded with the old types and decoded with the new ones. Bytecode that branches on enums differs
/// between the two, everything else has the same bytes.
pub struct GenerationA<R>(pub R);

/// An error of today. Servers of 0.5.0 send what `Debug` prints, so that is the text for users.
pub struct Error(proto::Error);

impl fmt::Debug for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.display)
    }
}

impl<R: Run> Run05 for GenerationA<R> {
    type Error = Error;
    type Prepared = u32;

    async fn prepare(&self, program: lutra_bin_05::rr::Program) -> Result<u32, Error> {
        let bytes = lutra_bin_05::Encode::encode(&program);
        let program = rr::Program::decode(&bytes).map_err(|error| Error(error.into()))?;
        self.0.prepare(program).await.map_err(Error)
    }

    async fn execute(&self, program: &u32, input: &[u8]) -> Result<Vec<u8>, Error> {
        self.0.execute(*program, input).await.map_err(Error)
    }
}
