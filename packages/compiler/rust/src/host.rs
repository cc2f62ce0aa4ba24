//! Functions that the host calls, and the one that it offers. Their names have a prefix because some plain ones, such as
//! `free`, are the C library's.

#[link(wasm_import_module = "host")]
unsafe extern "C" {
    /// Hears why the instance is about to end.
    fn panicked(text: *const u8, length: usize);
}

/// Sets the instance up; the host calls it first.
#[unsafe(no_mangle)]
pub extern "C" fn lutra_start() {
    std::panic::set_hook(Box::new(|info| {
        let text = info.to_string();
        unsafe { panicked(text.as_ptr(), text.len()) }
    }));
}

/// Returns memory for a request. The host fills it and gives it to `lutra_handle`, which frees it.
#[unsafe(no_mangle)]
pub extern "C" fn lutra_allocate(length: usize) -> *mut u8 {
    Box::into_raw(vec![0u8; length].into_boxed_slice()).cast()
}

/// Handles a request and returns its response: the address in the high half, the length in the low half. The host reads
/// the response and gives it to `lutra_free`.
///
/// # Safety
/// `request` is what `lutra_allocate(length)` returned, and is not used afterwards.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lutra_handle(operation: u32, request: *mut u8, length: usize) -> u64 {
    let request = unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(request, length)) };
    let response = crate::handle(operation, &request).into_boxed_slice();
    let length = response.len() as u64;
    ((Box::into_raw(response).cast::<u8>() as u64) << 32) | length
}

/// Frees a response.
///
/// # Safety
/// Address and length are those of a response that was not freed before.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn lutra_free(response: *mut u8, length: usize) {
    drop(unsafe { Box::from_raw(std::ptr::slice_from_raw_parts_mut(response, length)) });
}
