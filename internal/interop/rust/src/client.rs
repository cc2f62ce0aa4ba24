//! A client of either generation, as a script drives it.

/// What a call gives: a JSON value, or what went wrong.
pub type Answer = Result<String, Failure>;

pub struct Failure {
    pub display: String,
    pub code: Option<String>,
}

impl From<String> for Failure {
    fn from(display: String) -> Self {
        Failure {
            display,
            code: None,
        }
    }
}

/// The calls of a script on a client of either generation.
pub trait Client {
    async fn get_externals(&self) -> Answer;
    async fn pull_schema(&self) -> Answer;
    async fn prepare(&self, program: &[u8]) -> Answer;
    async fn execute(&self, program_id: u32, input: &[u8]) -> Answer;
    async fn release(&self, program_id: u32) -> Answer;
    async fn run(&self, program: &[u8], input: &[u8]) -> Answer;
    /// Executes every input with so many calls in flight, and counts the answers that differ from their input.
    async fn echo(&self, program_id: u32, load: Load) -> Result<usize, Failure>;
    async fn shutdown(&self) -> Answer;
}

#[derive(Clone, Copy)]
pub struct Load {
    pub calls: u32,
    pub in_flight: u32,
    pub bytes: usize,
}

impl Load {
    /// The input of a call: its number, repeated.
    pub fn input(&self, call: u32) -> Vec<u8> {
        let mut input = call.to_le_bytes().repeat(self.bytes.div_ceil(4));
        input.truncate(self.bytes);
        input
    }
}
