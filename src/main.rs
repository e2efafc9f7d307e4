//! The command `jargy`.

fn main() -> std::process::ExitCode {
    jargy::cli::run(std::env::args_os()).into()
}
