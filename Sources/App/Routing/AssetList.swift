import RichText

/// Names as a JSON array of strings, for scripts.
func jsonList(of names: [String]) -> [UInt8] {
    var json = JSONWriter()
    for (number, name) in names.enumerated() {
        json.write(raw: number == 0 ? "[" : ",")
        json.write(string: name)
    }
    json.write(raw: names.isEmpty ? "[]\n" : "]\n")
    return json.bytes
}
