import Foundation

/// A package of Debian, made without root; the same bytes for the same files and date.
struct DebianPackage {
    let architecture: String
    let program: [UInt8]
    let manual: [ReleaseFiles.File]
    let files: ReleaseFiles

    private static let maintainer = "Pipit maintainers <maintainers@pipit.invalid>"

    /// Builds the package.
    func write(to path: String) throws {
        try TemporaryFolder.with { folder in
            let installed = try installedFiles()
            for file in installed {
                try Files.write(file.content, to: "\(folder)/\(file.path)", executable: file.isExecutable)
            }
            // The name that people look for; the other is what systemd wants for the connections' own unit.
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder)/usr/lib/systemd/system/pipit.socket",
                withDestinationPath: "pipit-connection.socket")
            for file in try controlFiles(installed, in: folder) {
                try Files.write(
                    file.content, to: "\(folder)/DEBIAN/\(file.path)", executable: file.isExecutable)
            }
            let result = try ProcessRunner.run(
                try Tool.find("env"),
                [
                    "SOURCE_DATE_EPOCH=\(files.date.seconds)", try Tool.find("dpkg-deb"),
                    "--root-owner-group", "-Zxz",
                    "-b", folder, path,
                ], title: "packing \(path)")
            guard result.status == 0 else { throw Failure("dpkg-deb failed: \(result.errorText)") }
        }
    }

    private func installedFiles() throws -> [ReleaseFiles.File] {
        func placed(_ files: [ReleaseFiles.File], in folder: String) -> [ReleaseFiles.File] {
            files.map {
                ReleaseFiles.File(
                    path: "\(folder)/\($0.path)", content: $0.content, isExecutable: $0.isExecutable)
            }
        }
        let pages = "usr/share/doc/pipit"
        return try placed(files.programs(program), in: "usr/bin")
            + placed(files.units(), in: "usr/lib/systemd/system")
            + placed(files.examples(), in: "\(pages)/examples")
            + placed(compressed(files.pages(), longerThan: 4096), in: pages)
            + placed(compressed(manual, longerThan: 0), in: "usr/share/man/man1")
            + placed(
                [
                    ReleaseFiles.File(path: "copyright", content: try copyright()),
                    ReleaseFiles.File(
                        path: "changelog.gz", content: try Compressor.gzip(Array(changelog.utf8))),
                ], in: pages)
            + [
                ReleaseFiles.File(
                    path: "usr/share/lintian/overrides/pipit",
                    content: Array(DebianPackage.overrides.utf8))
            ]
    }

    /// Debian keeps long pages compressed.
    private func compressed(_ files: [ReleaseFiles.File], longerThan limit: Int) throws -> [ReleaseFiles.File]
    {
        try files.map { file in
            guard file.content.count > limit else { return file }
            return ReleaseFiles.File(path: file.path + ".gz", content: try Compressor.gzip(file.content))
        }
    }

    private func controlFiles(_ installed: [ReleaseFiles.File], in folder: String) throws -> [ReleaseFiles
        .File]
    {
        let kibibytes = installed.map { ($0.content.count + 1023) / 1024 }.reduce(0, +)
        let control = """
            Package: pipit
            Version: \(files.version)
            Architecture: \(architecture)
            Maintainer: \(DebianPackage.maintainer)
            Installed-Size: \(kibibytes)
            Section: utils
            Priority: optional
            Description: understands commands in natural language in two megabytes
             A line of text comes in, a line of JSON goes out: intent, slots, sentiment,
             entities. One static program with its model inside, no libraries and no
             network. Units of systemd put it on a serial line or on a socket, and
             pipit-act runs programs of one's own for what was understood.

            """
        let sums = try Checksums.lines(by: "md5sum", of: installed.map(\.path).sorted(), in: folder)
        return [
            ReleaseFiles.File(path: "control", content: Array(control.utf8)),
            ReleaseFiles.File(path: "md5sums", content: sums),
            ReleaseFiles.File(
                path: "postinst", content: Array(DebianPackage.reload.utf8), isExecutable: true),
            ReleaseFiles.File(path: "prerm", content: Array(DebianPackage.stop.utf8), isExecutable: true),
        ]
    }

    /// What lintian minds and is meant so: no libraries, and a unit that a device wants.
    private static let overrides = """
        pipit: statically-linked-binary [usr/bin/pipit]
        pipit: systemd-service-file-refers-to-unusual-wantedby-target dev-%i.device *

        """

    private static let reload = """
        #!/bin/sh
        set -e
        if [ -z "$DPKG_ROOT" ] && [ -d /run/systemd/system ]; then
            systemctl --system daemon-reload >/dev/null || true
        fi

        """

    /// What runs is ended while its program is still there.
    ///
    /// Where somebody has enabled a unit there is a link to it, of which dpkg does not know, in a folder that may be
    /// there for it alone. There is no script for afterwards: while one is left, so is the package's record.
    private static let stop = """
        #!/bin/sh
        set -e
        [ "$1" = remove ] || exit 0
        if [ -z "$DPKG_ROOT" ] && [ -d /run/systemd/system ]; then
            deb-systemd-invoke stop 'pipit@*.service' pipit-connection.socket 'pipit-connection@*.service' \
                pipit-wyoming.socket 'pipit-wyoming@*.service' >/dev/null || true
        fi
        for link in "$DPKG_ROOT"/etc/systemd/system/*.wants/pipit*; do
            [ -L "$link" ] || continue
            rm "$link"
            rmdir --ignore-fail-on-non-empty "${link%/*}"
        done

        """

    private func copyright() throws -> [UInt8] {
        let program = "Pipit's program, scripts and pages are under the licence below.\n"
        let weights =
            files.modelCard.map { card in
                """
                The weights inside the program are learnt from data sets with licences of their
                own; what may be done with them is said by the model card beside this file,
                \((card as NSString).lastPathComponent).

                """
            } ?? ""
        return Array("\(program)\(weights)\n\n".utf8) + (try files.licence().content)
    }

    private var changelog: String {
        """
        pipit (\(files.version)) unstable; urgency=low

          * Release \(files.version).

         -- \(DebianPackage.maintainer)  \(files.date.mailText)

        """
    }
}
