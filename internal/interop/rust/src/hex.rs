//! Bytes as lower-case hexadecimal digits, the form in which they travel in text lines.

use std::fmt::Write;

pub fn encode(bytes: &[u8]) -> String {
    let mut digits = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        write!(digits, "{byte:02x}").expect("writing to a string cannot fail");
    }
    digits
}

pub fn decode(digits: &str) -> Result<Vec<u8>, String> {
    let digits = digits.as_bytes();
    if !digits.len().is_multiple_of(2) {
        return Err(format!(
            "odd number of hexadecimal digits: {}",
            digits.len()
        ));
    }
    digits
        .chunks_exact(2)
        .map(|pair| Ok(16 * nibble(pair[0])? + nibble(pair[1])?))
        .collect()
}

fn nibble(digit: u8) -> Result<u8, String> {
    let value = (digit as char).to_digit(16);
    value
        .map(|value| value as u8)
        .ok_or_else(|| format!("not a hexadecimal digit: {:?}", digit as char))
}
