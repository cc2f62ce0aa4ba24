//! The few JSON forms that answers need.

use std::fmt::Write;

use crate::hex;

pub fn string(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            control if control < ' ' => {
                write!(quoted, "\\u{:04x}", control as u32).expect("strings take every character");
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

pub fn strings(texts: &[String]) -> String {
    let items: Vec<String> = texts.iter().map(|text| string(text)).collect();
    format!("[{}]", items.join(","))
}

/// Bytes as a string of hexadecimal digits.
pub fn bytes(bytes: &[u8]) -> String {
    string(&hex::encode(bytes))
}
