// swift-tools-version: 6.2
import PackageDescription

// The same sources build as ordinary Swift here (host, tests, forge) and as Embedded Swift for a board:
// what differs between boards stands in Boards/ and Toolchains/, never in this file.
let strict: [SwiftSetting] = [.treatAllWarnings(as: .error)]
let strictC: [CSetting] = [.treatAllWarnings(as: .error)]

// What a build chooses of a program: its model and its arena (forge build). PipitSystem alone is told, so all other
// targets stay as they were compiled.
let choices: [CSetting] = ["PIPIT_MODEL_PATH", "PIPIT_ARENA_BYTES"].compactMap { name in
    Context.environment[name].map { .define(name, to: $0) }
}
// Whether a board's program speaks to Home Assistant.
let wyoming: [SwiftSetting] =
    Context.environment["PIPIT_WYOMING"] == nil ? [] : [.define("PIPIT_WYOMING")]

let package = Package(
    name: "pipit",
    products: [
        .executable(name: "pipit", targets: ["pipit"]),
        .executable(name: "forge", targets: ["forge"]),
        .executable(name: "supervisor", targets: ["supervisor"]),
    ],
    targets: [
        .target(name: "PipitKernels", exclude: ["unicode/make_folding_tables.py"], cSettings: strictC),
        .target(name: "PipitSystem", cSettings: strictC + choices),
        .target(
            name: "PipitCore", dependencies: ["PipitKernels"],
            exclude: [
                "VOCABULARY.md", "Model/FORMAT.md", "Model/format.json", "Encoder/ARITHMETIC.md",
                "Protocol/PROTOCOL.md", "Teaching/TEACHING.md", "Text/FEATURES.md", "Values/VALUES.md",
                "Lists/LISTS.md",
            ],
            swiftSettings: strict),
        .executableTarget(
            name: "pipit", dependencies: ["PipitCore", "PipitKernels", "PipitSystem"],
            swiftSettings: strict + wyoming),
        .executableTarget(
            name: "supervisor", dependencies: ["PipitSystem"],
            cSettings: strictC + [.headerSearchPath("../PipitSystem")]),
        .executableTarget(
            name: "bench", dependencies: ["PipitCore", "PipitKernels", "PipitSystem"], swiftSettings: strict),
        .executableTarget(
            name: "forge", dependencies: ["PipitCore", "PipitKernels"],
            exclude: ["Teaching/TRAINING_FILE.md", "Import/IMPORT.md"],
            resources: [.copy("Teaching/anything.txt")],
            swiftSettings: strict),
        .testTarget(
            name: "PipitCoreTests", dependencies: ["PipitCore", "PipitKernels"],
            exclude: ["Fixtures"], swiftSettings: strict),
        .testTarget(
            name: "ForgeTests", dependencies: ["forge"], exclude: ["Fixtures", "Import/Fixtures"],
            swiftSettings: strict),
    ]
)
