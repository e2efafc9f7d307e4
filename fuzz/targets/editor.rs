#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| jargy_fuzz::targets::editor(bytes, &jargy_fuzz::in_this_process));
