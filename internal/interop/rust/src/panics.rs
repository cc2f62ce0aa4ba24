//! What a panic said.

use std::any::Any;

pub fn first_line(panic: &(dyn Any + Send)) -> &str {
    let message = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied());
    message.and_then(|text| text.lines().next()).unwrap_or("")
}
