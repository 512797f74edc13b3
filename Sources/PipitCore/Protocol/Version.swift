/// The version of the runtime and of its protocol, as the ready line and `--version` give it.
public var pipitVersion: Literal { "0.1.0" }
