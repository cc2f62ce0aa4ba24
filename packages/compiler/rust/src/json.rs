//! The part of JSON that answers need.

use std::fmt::Write;

/// Text of one JSON value that is being written.
#[derive(Default)]
pub struct Json(String);

impl Json {
    pub fn into_bytes(self) -> Vec<u8> {
        self.0.into_bytes()
    }

    pub fn string(&mut self, text: &str) {
        self.0.push('"');
        for char in text.chars() {
            match char {
                '"' => self.0.push_str("\\\""),
                '\\' => self.0.push_str("\\\\"),
                char if (char as u32) < 0x20 => {
                    let _ = write!(self.0, "\\u{:04x}", char as u32);
                }
                char => self.0.push(char),
            }
        }
        self.0.push('"');
    }

    pub fn number(&mut self, value: u32) {
        let _ = write!(self.0, "{value}");
    }

    pub fn null(&mut self) {
        self.0.push_str("null");
    }

    /// Writes an array; `item` writes each of its values.
    pub fn array<T>(&mut self, items: impl IntoIterator<Item = T>, mut item: impl FnMut(&mut Self, T)) {
        self.0.push('[');
        for (index, value) in items.into_iter().enumerate() {
            if index > 0 {
                self.0.push(',');
            }
            item(self, value);
        }
        self.0.push(']');
    }

    /// Writes an object; `members` calls `member` for each.
    pub fn object(&mut self, members: impl FnOnce(&mut Object)) {
        self.0.push('{');
        members(&mut Object { json: self, empty: true });
        self.0.push('}');
    }
}

/// An object that is being written.
pub struct Object<'a> {
    json: &'a mut Json,
    empty: bool,
}

impl Object<'_> {
    pub fn member(&mut self, name: &str, value: impl FnOnce(&mut Json)) {
        if !self.empty {
            self.json.0.push(',');
        }
        self.empty = false;
        self.json.string(name);
        self.json.0.push(':');
        value(self.json);
    }
}
