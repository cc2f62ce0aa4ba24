//! What stands behind the mode on the command line.

#[derive(Clone, Copy)]
pub enum Generation {
    A,
    B,
}

#[derive(Clone, Copy)]
pub enum RunnerKind {
    Echo,
    Interpreter,
}

#[derive(Clone, Copy)]
pub struct Options {
    pub generation: Generation,
    pub runner: RunnerKind,
    /// Sends each write at once. Off by default, because the original's own programs leave it off.
    pub no_delay: bool,
}

/// Splits arguments into operands, in their order, and options.
pub fn parse(arguments: impl Iterator<Item = String>) -> Result<(Vec<String>, Options), String> {
    let mut operands = Vec::new();
    let mut options = Options {
        generation: Generation::B,
        runner: RunnerKind::Interpreter,
        no_delay: false,
    };
    for argument in arguments {
        match argument.as_str() {
            "--generation=a" => options.generation = Generation::A,
            "--generation=b" => options.generation = Generation::B,
            "--runner=echo" => options.runner = RunnerKind::Echo,
            "--runner=interpreter" => options.runner = RunnerKind::Interpreter,
            "--no-delay" => options.no_delay = true,
            unknown if unknown.starts_with("--") => {
                return Err(format!("unknown option: {unknown}"));
            }
            _ => operands.push(argument),
        }
    }
    Ok((operands, options))
}
