import Testing
import Workspace

@Suite struct VersionLabelTests {
    @Test(arguments: [("0.1", "0.2"), ("0.4", "0.5"), ("0.9", "0.10"), ("1.0", "1.1")])
    func `the next label counts the part after the point`(label: String, next: String) throws {
        let version = try #require(VersionLabel(label))

        #expect(version.next.description == next)
        #expect(version < version.next)
    }

    @Test(arguments: ["", "1", "0,4", "v1.0", "1.0.0", ".1", "1.", "-1.0", "1.0 "])
    func `what is not a label is refused`(text: String) {
        #expect(VersionLabel(text) == nil)
    }
}
