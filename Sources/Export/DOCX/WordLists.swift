import Markup
import RichText

/// The lists of a Word document. Every numbered list is one of its own, so that each begins at 1; it is known by the
/// first item that has asked for it.
final class WordLists {
    struct Item {
        /// The list's id in the file.
        let list: Int
        /// From 1.
        let level: Int
    }

    /// How far each level lies to the right of the one above it.
    static let step = 340

    private static let bulletList = 1
    private var numberedLists = 0
    /// The list that goes on at each level.
    private var current: [Int: Int] = [:]

    /// The place in the file's lists of an item; asked for in the order of the text.
    func item(_ list: TextBlock.List, level: Int, number: Int) -> Item {
        guard list == .ordered else { return Item(list: Self.bulletList, level: level) }
        if number == 1 {
            numberedLists += 1
            current[level] = Self.bulletList + numberedLists
        }
        return Item(list: current[level] ?? Self.bulletList, level: level)
    }

    /// `word/numbering.xml`, for all lists that have been asked for.
    var part: XML {
        xml("w:numbering", ["xmlns:w": WordDocument.mainNamespace]) {
            kind(0, [("bullet", "•"), ("bullet", "◦"), ("bullet", "▪"), ("bullet", "•")])
            kind(1, [("decimal", "%1."), ("lowerLetter", "%2."), ("lowerRoman", "%3."), ("decimal", "%4.")])
            xml("w:num", ["w:numId": "\(Self.bulletList)"]) { xml("w:abstractNumId", ["w:val": "0"]) }
            for number in 0..<numberedLists {
                xml("w:num", ["w:numId": "\(Self.bulletList + number + 1)"]) {
                    xml("w:abstractNumId", ["w:val": "1"])
                    for level in 0..<4 {
                        xml("w:lvlOverride", ["w:ilvl": "\(level)"]) { xml("w:startOverride", ["w:val": "1"]) }
                    }
                }
            }
        }
    }

    private func kind(_ id: Int, _ levels: [(format: String, text: String)]) -> XML {
        xml("w:abstractNum", ["w:abstractNumId": "\(id)"]) {
            xml("w:multiLevelType", ["w:val": "multilevel"])
            for (level, mark) in levels.enumerated() {
                xml("w:lvl", ["w:ilvl": "\(level)"]) {
                    xml("w:start", ["w:val": "1"])
                    xml("w:numFmt", ["w:val": mark.format])
                    xml("w:lvlText", ["w:val": mark.text])
                    xml("w:lvlJc", ["w:val": "left"])
                    xml("w:pPr") {
                        xml("w:ind", ["w:left": "\((level + 1) * Self.step)", "w:hanging": "\(Self.step)"])
                    }
                }
            }
        }
    }
}
