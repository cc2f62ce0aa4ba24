//! The interface of 0.5.0, which speaks generation A, over a runner of today.

use lutra_bin::{Decode, rr};
use lutra_runner::{Run, proto};
use lutra_runner_05::Run as Run05;

/// Makes a runner of today serve programs of 0.5.0.
///
/// A program is encoded with the old types and decoded with the new ones. Bytecode that branches on enums differs
/// between the two, everything else has the same bytes.
pub struct GenerationA<R>(pub R);

impl<R: Run> Run05 for GenerationA<R> {
    type Error = proto::Error;
    type Prepared = u32;

    async fn prepare(&self, program: lutra_bin_05::rr::Program) -> Result<u32, proto::Error> {
        let bytes = lutra_bin_05::Encode::encode(&program);
        self.0.prepare(rr::Program::decode(&bytes)?).await
    }

    async fn execute(&self, program: &u32, input: &[u8]) -> Result<Vec<u8>, proto::Error> {
        self.0.execute(*program, input).await
    }
}
