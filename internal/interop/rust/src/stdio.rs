//! Standard input and output as one duplex stream.

use tokio::io::{Join, Stdin, Stdout, join, stdin, stdout};

pub fn duplex() -> Join<Stdin, Stdout> {
    join(stdin(), stdout())
}
