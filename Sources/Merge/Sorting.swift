/// The numbers from 0 to `count` in an order; equal ones keep theirs.
///
/// A merge sort from the bottom up. The library's own sort is a kilobyte and a half for every type that it is used with,
/// which the browser would have to fetch.
///
/// - Parameter precedes: whether what has the first number belongs before what has the second.
package func sortedNumbers(_ count: Int, by precedes: (Int, Int) -> Bool) -> [Int] {
    var sorted = Array(0..<count)
    var merged = sorted
    var width = 1
    while width < count {
        for start in stride(from: 0, to: count, by: 2 * width) {
            let middle = min(start + width, count)
            let end = min(start + 2 * width, count)
            var (left, right) = (start, middle)
            for place in start..<end {
                if left < middle, right == end || !precedes(sorted[right], sorted[left]) {
                    merged[place] = sorted[left]
                    left += 1
                } else {
                    merged[place] = sorted[right]
                    right += 1
                }
            }
        }
        swap(&sorted, &merged)
        width *= 2
    }
    return sorted
}
