import Glibc

/// The program that goes through all there is, without libFuzzer: FUZZ_TARGET names one of Sweeps.swift.
@main struct Sweep {
    static func main() {
        guard let target = variable("FUZZ_TARGET"), sweep(target) else { fail("no such sweep") }
    }
}
