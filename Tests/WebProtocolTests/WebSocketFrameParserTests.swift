import TestSupport
import Testing
import WebProtocol

@Suite struct WebSocketFrameParserTests {
    /// RFC 6455, section 5.7.
    @Test func `the examples of the standard are understood`() {
        #expect(
            ParsedFrames([[0x81, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58]]).events == [
                .text("Hello")
            ])
        #expect(ParsedFrames([[0x81, 0x05, 0x48, 0x65, 0x6c, 0x6c, 0x6f]], role: .client).events == [.text("Hello")])
        #expect(
            ParsedFrames([[0x01, 0x03, 0x48, 0x65, 0x6c], [0x80, 0x02, 0x6c, 0x6f]], role: .client).events
                == [.text("Hello")])
        #expect(
            ParsedFrames([[0x8a, 0x85, 0x37, 0xfa, 0x21, 0x3d, 0x7f, 0x9f, 0x4d, 0x51, 0x58]]).events
                == [.pong(Array("Hello".utf8))])
    }

    @Test(arguments: [0, 1, 3, 4, 7, 8, 9, 15, 16, 125, 126, 127, 255, 65_535, 65_536, 100_000])
    func `a message of any length comes through, and its encoding is read again`(count: Int) {
        let payload = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 7) }

        #expect(ParsedFrames([Frame(0x82, payload).bytes]).events == [.binary(payload)])
        #expect(EncodedFrame.binary(payload).withBytes(Array.init) == Frame(0x82, payload, key: nil).bytes)
        #expect(
            ParsedFrames([EncodedFrame.binary(payload, mask: 0x1234_5678).withBytes(Array.init)]).events == [
                .binary(payload)
            ])
    }

    @Test func `control frames come in the middle of a fragmented message`() {
        let bytes = [
            Frame(0x01, "rø"), Frame(0x89, "a"), Frame(0x00, "d"), Frame(0x8a, ""), Frame(0x80, "!"), Frame(0x88),
        ].flatMap(\.bytes)

        #expect(ParsedFrames([bytes]).events == [.ping(Array("a".utf8)), .pong([]), .text("rød!"), .close(nil)])
    }

    @Test func `text may be cut inside a character`() {
        let text = Array("æ😀ø".utf8)
        for cut in 0...text.count {
            let frames = [Frame(0x01, Array(text[..<cut])), Frame(0x80, Array(text[cut...]))]
            #expect(ParsedFrames(frames.map(\.bytes)).events == [.text("æ😀ø")])
        }
    }

    @Test(arguments: [
        (Array("".utf8), WebSocketFrameParserTests.closed(nil)), ([0x03, 0xe8], closed(1000)),
        ([0x0b, 0xb8], closed(3000)),
        ([0x13, 0x87] + Array("Farvel, Åse".utf8), closed(4999)), ([0x03, 0xf4], closed(1012)),
    ])
    func `a close frame gives its code`(payload: [UInt8], event: ParsedFrames.Event) {
        #expect(ParsedFrames([Frame(0x88, payload).bytes]).events == [event])
    }

    static func closed(_ code: UInt16?) -> ParsedFrames.Event { .close(code) }

    // MARK: Refusals

    @Test(arguments: [
        ([Frame(0x81, [1], key: nil)], WebSocketViolation.unmaskedFrame), ([Frame(0x88, [], key: nil)], .unmaskedFrame),
        ([Frame(0xc1)], .reservedBits), ([Frame(0xa1)], .reservedBits), ([Frame(0x91)], .reservedBits),
        ([Frame(0xc9)], .reservedBits),
        ([Frame(0x83)], .reservedOpcode(3)), ([Frame(0x87)], .reservedOpcode(7)), ([Frame(0x8b)], .reservedOpcode(11)),
        ([Frame(0x8f)], .reservedOpcode(15)), ([Frame(0x03)], .reservedOpcode(3)),
        ([Frame(0x09)], .fragmentedControlFrame), ([Frame(0x08)], .fragmentedControlFrame),
        ([Frame(0x89, [UInt8](repeating: 0, count: 126))], .controlFrameTooLong),
        ([Frame(0x88, [UInt8](repeating: 0, count: 70_000))], .controlFrameTooLong),
        ([Frame(0x80)], .unexpectedContinuation), ([Frame(0x00)], .unexpectedContinuation),
        ([Frame(0x81), Frame(0x80)], .unexpectedContinuation),
        ([Frame(0x01), Frame(0x80), Frame(0x80)], .unexpectedContinuation),
        ([Frame(0x01), Frame(0x81)], .interruptedMessage), ([Frame(0x02), Frame(0x01)], .interruptedMessage),
        ([Frame(0x88, [3])], .malformedClose), ([Frame(0x88, [0, 0])], .malformedClose),
        ([Frame(0x88, [0x03, 0xe7])], .malformedClose), ([Frame(0x88, [0x03, 0xec])], .malformedClose),
        ([Frame(0x88, [0x03, 0xed])], .malformedClose), ([Frame(0x88, [0x03, 0xee])], .malformedClose),
        ([Frame(0x88, [0x03, 0xf7])], .malformedClose), ([Frame(0x88, [0x03, 0xf8])], .malformedClose),
        ([Frame(0x88, [0x07, 0xd0])], .malformedClose), ([Frame(0x88, [0x13, 0x88])], .malformedClose),
        ([Frame(0x88, [0xff, 0xff])], .malformedClose), ([Frame(0x88, [0x03, 0xe8, 0xff])], .invalidText),
        ([Frame(0x88, [0x03, 0xe8, 0xc3])], .invalidText),
    ])
    func `a frame that breaks a rule is refused`(frames: [Frame], violation: WebSocketViolation) {
        let bytes = frames.flatMap(\.bytes)

        #expect(ParsedFrames([bytes]).violation == violation)
        #expect(ParsedFrames(bytes.map { [$0] }).violation == violation)
    }

    @Test(
        arguments: [
            [0x82, 0xfe, 0, 125, 0, 0, 0, 0], [0x82, 0xff, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0],
            [0x82, 0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0], [0x82, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
            [0x82, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0],
        ] as [[UInt8]])
    func `a length that took more bytes than it needs is refused`(bytes: [UInt8]) {
        #expect(ParsedFrames([bytes]).violation == .malformedLength)
    }

    @Test func `a server's frame must not be masked`() {
        #expect(ParsedFrames([Frame(0x81).bytes], role: .client).violation == .maskedFrame)
    }

    @Test func `a message over the limit is refused when it is announced`() {
        let announced = Array(Frame(0x82, [UInt8](repeating: 0, count: 101)).bytes.prefix(6))
        let fragments =
            Frame(0x02, [UInt8](repeating: 0, count: 60)).bytes
            + Frame(0x80, [UInt8](repeating: 0, count: 41)).bytes.prefix(6)
        let huge: [UInt8] = [0x82, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0]

        #expect(ParsedFrames([announced], limit: 100).violation == .messageTooLarge(bytes: 101, limit: 100))
        #expect(ParsedFrames([fragments], limit: 100).violation == .messageTooLarge(bytes: 101, limit: 100))
        #expect(ParsedFrames([huge], limit: 100).violation?.closeCode == CloseCode.messageTooBig)
        #expect(ParsedFrames([Frame(0x82, [UInt8](repeating: 0, count: 100)).bytes], limit: 100).violation == nil)
    }

    /// Overlong forms, surrogates, past U+10FFFF, lone continuations, what is never a lead (RFC 3629, section 3).
    @Test(
        arguments: [
            [0x80], [0xbf], [0xc0, 0xaf], [0xc1, 0xbf], [0xe0, 0x80, 0x80], [0xe0, 0x9f, 0xbf], [0xed, 0xa0, 0x80],
            [0xed, 0xbf, 0xbf], [0xf0, 0x80, 0x80, 0x80], [0xf0, 0x8f, 0xbf, 0xbf], [0xf4, 0x90, 0x80, 0x80], [0xf5],
            [0xf8, 0x88, 0x80, 0x80, 0x80], [0xfe], [0xff], [0xc3, 0x28], [0xe2, 0x28, 0xa1], [0xf0, 0x9f, 0x98, 0x28],
            [0x61, 0x61, 0x61, 0x61, 0x61, 0x61, 0x61, 0x61, 0x80],
        ] as [[UInt8]])
    func `text that is not UTF-8 is refused at its first wrong byte`(text: [UInt8]) {
        // Inside a frame that has not ended, so it is the byte and not the end that is refused.
        let cut = Array(Frame(0x81, text + [UInt8](repeating: 0x20, count: 50)).bytes.dropLast(50))

        #expect(ParsedFrames([cut]).violation == .invalidText)
        #expect(ParsedFrames([Frame(0x81, text).bytes]).violation == .invalidText)
        #expect(ParsedFrames([Frame(0x82, text).bytes]).violation == nil)
    }

    @Test(arguments: [[0xc3], [0xe2, 0x82], [0xf0, 0x9f, 0x98]] as [[UInt8]])
    func `text that ends inside a character is refused at its end`(text: [UInt8]) {
        #expect(ParsedFrames([Frame(0x01, text).bytes]).violation == nil)
        #expect(ParsedFrames([Frame(0x01, text).bytes + Frame(0x80).bytes]).violation == .invalidText)
        #expect(ParsedFrames([Frame(0x81, text).bytes]).violation == .invalidText)
    }

    // MARK: Cuts and dice

    @Test(arguments: Seeds.first(20))
    func `events do not depend on how the bytes were cut`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            var bytes = Self.conversation(&generator)
            if generator.oneIn(2) {
                bytes[Int.random(in: 0..<bytes.count, using: &generator)] ^= UInt8.random(
                    in: 1...255, using: &generator)
            }

            let whole = ParsedFrames([bytes])
            #expect(ParsedFrames(bytes.map { [$0] }) == whole)
            #expect(ParsedFrames(generator.cut(bytes, maximum: 40)) == whole)
        }
    }

    @Test(arguments: Seeds.first(20))
    func `random bytes never crash the parser`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<2_000 {
            var bytes = (0..<Int.random(in: 0...200, using: &generator)).map { _ in
                UInt8.random(in: 0...255, using: &generator)
            }
            if bytes.count > 2, generator.oneIn(2) {
                bytes[0] &= 0x8f
                bytes[1] |= 0x80
            }
            let whole = ParsedFrames([bytes])
            #expect(ParsedFrames(generator.cut(bytes, maximum: 9)) == whole)
        }
    }

    /// Messages whole and in fragments, with control frames anywhere.
    private static func conversation(_ generator: inout SeededGenerator) -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0..<Int.random(in: 1...6, using: &generator) {
            let scalars = (0..<Int.random(in: 0...90, using: &generator)).map { _ in
                awkwardAlphabet.randomElement(using: &generator)!
            }
            var text = Array(String(String.UnicodeScalarView(scalars)).utf8)
            var opcode: UInt8 = 1
            while generator.oneIn(2) {
                let count = Int.random(in: 0...text.count, using: &generator)
                bytes += Frame(opcode, Array(text.prefix(count))).bytes
                text.removeFirst(count)
                opcode = 0
                if generator.oneIn(3) { bytes += Frame(0x89, [7]).bytes }
            }
            bytes += Frame(0x80 | opcode, text).bytes
        }
        return bytes
    }
}

@Suite struct EncodedFrameTests {
    private func payload(_ frame: EncodedFrame) -> [UInt8] { frame.withBytes { Array($0.dropFirst(2)) } }

    @Test func `a reason is cut between two characters`() {
        let reason = String(repeating: "å", count: 100)
        let bytes = payload(.close(code: 1013, reason: reason))

        #expect(bytes.count == 124)
        #expect(String(validating: bytes.dropFirst(2), as: UTF8.self) == String(repeating: "å", count: 61))
    }

    @Test func `control frames say what they are`() {
        let hello = Array("Hello".utf8)

        #expect(EncodedFrame.close(code: nil).withBytes(Array.init) == [0x88, 0])
        #expect(EncodedFrame.close(code: 1001).withBytes(Array.init) == [0x88, 2, 0x03, 0xe9])
        #expect(hello.withUnsafeBytes { EncodedFrame.ping($0) }.withBytes(Array.init) == [0x89, 5] + hello)
        #expect(hello.withUnsafeBytes { EncodedFrame.pong($0) }.withBytes(Array.init) == [0x8a, 5] + hello)
        #expect(EncodedFrame.text("Hello").withBytes(Array.init) == [0x81, 5] + hello)
    }
}
