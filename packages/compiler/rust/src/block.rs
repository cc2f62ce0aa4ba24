//! A block is a sequence of byte strings, each after its length as a little-endian `u32`.

/// Writes byte strings as one block.
pub fn join(parts: &[Vec<u8>]) -> Vec<u8> {
    let mut block = Vec::new();
    for part in parts {
        block.extend_from_slice(&(part.len() as u32).to_le_bytes());
        block.extend_from_slice(part);
    }
    block
}

/// Reads the byte strings of a block. What does not fit is left out.
pub fn split(mut block: &[u8]) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    while let Some((length, rest)) = block.split_first_chunk::<4>() {
        let length = u32::from_le_bytes(*length) as usize;
        if length > rest.len() {
            break;
        }
        let (part, rest) = rest.split_at(length);
        parts.push(part);
        block = rest;
    }
    parts
}
