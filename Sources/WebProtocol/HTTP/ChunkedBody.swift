/// Takes a chunked body apart (RFC 9112, section 7.1). Sizes are read byte by byte, data in one piece.
struct ChunkedBody: Sendable {
    enum Step {
        case data(UnsafeRawBufferPointer)
        case needsMore
        case end
    }

    private enum State: Sendable {
        case size
        case sizeExtensionSpace
        case sizeExtension
        case sizeLineFeed
        case data
        case dataCarriageReturn
        case dataLineFeed
        case trailerStart
        case trailerName
        case trailerValue
        case trailerLineFeed
        case lastLineFeed
    }

    private var state = State.size
    private var size = 0
    private var digitCount = 0
    private var lineByteCount = 0
    private var trailerByteCount = 0
    private var totalByteCount = 0

    mutating func next(
        _ bytes: UnsafeRawBufferPointer, at offset: inout Int, limits: HTTPLimits
    ) throws(HTTPViolation) -> Step {
        while offset < bytes.count {
            if state == .data {
                let count = min(size, bytes.count - offset)
                let part = bytes.part(offset..<offset + count)
                offset += count
                size -= count
                if size == 0 { state = .dataCarriageReturn }
                return .data(part)
            }
            let byte = bytes[offset]
            offset += 1
            switch state {
            case .size, .sizeExtensionSpace, .sizeExtension, .sizeLineFeed:
                try readSize(byte, limits: limits)
            case .dataCarriageReturn:
                guard byte == .carriageReturn else { throw .malformedChunk }
                state = .dataLineFeed
            case .dataLineFeed:
                guard byte == .lineFeed else { throw .malformedChunk }
                state = .size
            case .lastLineFeed:
                guard byte == .lineFeed else { throw .malformedTrailer }
                return .end
            case .trailerStart, .trailerName, .trailerValue, .trailerLineFeed:
                try readTrailer(byte, limits: limits)
            case .data:
                preconditionFailure("data is read in one piece")
            }
        }
        return .needsMore
    }

    /// `1*HEXDIG [ BWS ";" anything ] CRLF`: no sign, no prefix, no space before the end.
    private mutating func readSize(_ byte: UInt8, limits: HTTPLimits) throws(HTTPViolation) {
        lineByteCount += 1
        if lineByteCount > limits.chunkLineBytes { throw .chunkLineTooLong }
        switch state {
        case .size:
            if let digit = byte.hexDigitValue {
                // Sixteen digits fill 64 bits: a longer number would wrap round to a small one.
                digitCount += 1
                guard digitCount <= 15 else { throw .malformedChunk }
                size = size << 4 | Int(digit)
            } else if digitCount == 0 {
                throw .malformedChunk
            } else if byte == .carriageReturn {
                state = .sizeLineFeed
            } else if byte == UInt8(ascii: ";") {
                state = .sizeExtension
            } else if byte == .space || byte == .tab {
                state = .sizeExtensionSpace
            } else {
                throw .malformedChunk
            }
        case .sizeExtensionSpace:
            if byte == UInt8(ascii: ";") {
                state = .sizeExtension
            } else if byte != .space && byte != .tab {
                throw .malformedChunk
            }
        case .sizeExtension:
            if byte == .carriageReturn {
                state = .sizeLineFeed
            } else if !byte.isFieldContent {
                throw .malformedChunk
            }
        default:
            guard byte == .lineFeed else { throw .malformedChunk }
            try beginData(limits: limits)
        }
    }

    private mutating func beginData(limits: HTTPLimits) throws(HTTPViolation) {
        digitCount = 0
        lineByteCount = 0
        if size == 0 {
            state = .trailerStart
            return
        }
        // Refused on the announcement. Both are below 2^60, so the sum cannot overflow.
        totalByteCount += size
        if totalByteCount > limits.bodyBytes { throw .bodyTooLarge }
        state = .data
    }

    /// Fields behind the body: held against the grammar, then forgotten (RFC 9110, section 6.5.1).
    private mutating func readTrailer(_ byte: UInt8, limits: HTTPLimits) throws(HTTPViolation) {
        trailerByteCount += 1
        if trailerByteCount > limits.trailerBytes { throw .trailersTooLarge }
        switch state {
        case .trailerStart:
            if byte == .carriageReturn {
                state = .lastLineFeed
            } else if ByteSet.token.contains(byte) {
                state = .trailerName
            } else {
                throw .malformedTrailer
            }
        case .trailerName:
            if byte == UInt8(ascii: ":") {
                state = .trailerValue
            } else if !ByteSet.token.contains(byte) {
                throw .malformedTrailer
            }
        case .trailerValue:
            if byte == .carriageReturn {
                state = .trailerLineFeed
            } else if !byte.isFieldContent {
                throw .malformedTrailer
            }
        default:
            guard byte == .lineFeed else { throw .malformedTrailer }
            state = .trailerStart
        }
    }
}
