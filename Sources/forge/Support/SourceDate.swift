import Foundation

/// The time that files of a release bear, so that the same sources make the same bytes whenever and wherever.
struct SourceDate: Equatable {
    /// Seconds since 1970.
    let seconds: Int

    /// `SOURCE_DATE_EPOCH`, else the time of the repository's commit, else the first second of 2026.
    static func of(repository: String, environment: [String: String] = ProcessInfo.processInfo.environment)
        throws
        -> SourceDate
    {
        if let text = environment["SOURCE_DATE_EPOCH"] {
            guard let seconds = Int(text), seconds >= 0 else {
                throw Failure("SOURCE_DATE_EPOCH is \"\(text)\", not a number of seconds since 1970")
            }
            return SourceDate(seconds: seconds)
        }
        let git = try? ProcessRunner.run(
            try Tool.find("git"), ["-C", repository, "log", "-1", "--format=%ct"],
            title: "reading the commit's time")
        let text = git?.outputText.trimmingCharacters(in: .whitespacesAndNewlines) ?? ""
        return SourceDate(seconds: Int(text) ?? 1_767_225_600)
    }

    /// As RFC 5322 has dates: `Thu, 01 Jan 2026 00:00:00 +0000`.
    var mailText: String { text("EEE, dd MMM yyyy HH:mm:ss '+0000'") }

    /// The day: `2026-01-01`.
    var dayText: String { text("yyyy-MM-dd") }

    private func text(_ format: String) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "UTC")
        formatter.dateFormat = format
        return formatter.string(from: Date(timeIntervalSince1970: Double(seconds)))
    }
}
