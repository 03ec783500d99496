import Testing

@testable import App

/// What one socket may ask of its room (requirements S21).
struct AllowanceTests {
    @Test func `a tab may send an afternoon's edits at once and then fifty a second`() {
        var allowance = Allowance(at: 0)
        let pauses = (0..<499).map { _ in allowance.spend(busy: 0.01, at: 0) }
        #expect(pauses.allSatisfy { $0 == 0 })

        let pause = allowance.spend(busy: 0.01, at: 0)

        #expect(pause == 100)
        let next = (0..<4).map { _ in allowance.spend(busy: 0.01, at: pause) }
        #expect(next == [0, 0, 0, 0])
    }

    @Test func `whoever types as people do is never put off`() {
        var allowance = Allowance(at: 0)
        for second in Int64(0)..<3_600 {
            for key in Int64(0)..<40 { #expect(allowance.spend(busy: 0.05, at: second * 1_000 + key * 25) == 0) }
        }
    }

    @Test func `messages that are dear get a fortieth of the loop`() {
        var allowance = Allowance(at: 0)
        var now: Int64 = 0
        var busy = 0.0
        while now < 600_000 {
            busy += 40
            now += 40 + allowance.spend(busy: 40, at: now)
        }

        // The first quarter of a second is given.
        #expect((busy - 250) / Double(now) < 0.03)
    }
}
