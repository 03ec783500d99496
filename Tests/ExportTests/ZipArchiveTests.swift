import Foundation
import Testing

@testable import Export

struct ZipArchiveTests {
    @Test(arguments: [("", 0), ("123456789", 0xCBF4_3926), ("a", 0xE8B7_BE43)] as [(String, UInt32)])
    func `the checksum is the usual one`(text: String, checksum: UInt32) {
        #expect(CRC32.checksum(of: Array(text.utf8)) == checksum)
    }

    @Test(.enabled(if: Program.python != nil))
    func `an independent reader finds every file whole`() throws {
        let files: [(String, [UInt8])] = [
            ("mappe/æøå.txt", Array("Møbler\n".utf8)), ("tom", []), ("alle bytes", Array(0...255)),
        ]
        var archive = ZipArchive()
        for (name, bytes) in files { try archive.add(name, bytes) }
        let python = try #require(Program.python)

        let (output, status) = try Program.withTemporaryFolder { folder in
            let file = folder.appending(path: "a.zip")
            try Data(archive.bytes).write(to: file)
            let script = """
                import sys, zipfile
                archive = zipfile.ZipFile(sys.argv[1])
                print(archive.testzip(), archive.infolist()[0].date_time)
                for name in archive.namelist(): print(name, archive.read(name).hex())
                """
            return try Program.run(python, ["-X", "utf8", "-c", script, file.path])
        }

        let expected = files.map { name, bytes in "\(name) \(hexadecimal(bytes))\n" }.joined()
        #expect(status == 0)
        #expect(output == "None (1980, 1, 1, 0, 0, 0)\n" + expected)
    }

    @Test func `the same files give the same archive`() throws {
        func make() throws -> [UInt8] {
            var archive = ZipArchive()
            try archive.add("a", [1, 2, 3])
            try archive.add("b", [])
            return archive.bytes
        }

        #expect(try make() == make())
    }

    private func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { String(format: "%02x", $0) }.joined()
    }
}
