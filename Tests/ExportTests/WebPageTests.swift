import Foundation
import Markup
import Testing

@testable import Export
@testable import Workspace

struct WebPageTests {
    @Test func `a small page is as it was`() throws {
        try Golden.expect(Fixture.small.webPage(stamp: Fixture.stamp), matches: "small.html")
    }

    @Test func `the same version exported twice is the same page`() throws {
        let content = try Fixture.furniture()

        #expect(try content.webPage(stamp: Fixture.stamp) == content.webPage(stamp: Fixture.stamp))
        #expect(try content.rendering() == content.rendering())
    }

    @Test func `the page holds the frozen rendering as it stands`() throws {
        let content = try Fixture.furniture()

        let page = String(decoding: try content.webPage(stamp: Fixture.stamp), as: UTF8.self)

        #expect(page.contains(try content.rendering().description))
        for criterion in content.criteria {
            #expect(page.contains("<article class=\"rendering-criterion\" id=\"\(criterion.id)\">"))
            #expect(page.contains("<li><a href=\"#\(criterion.id)\">\(criterion.number) "))
        }
    }

    @Test func `the rendering knows nothing of the version that it is frozen with`() throws {
        let rendering = try Fixture.small.rendering().description

        #expect(!rendering.contains(Fixture.stamp.hash))
        #expect(!rendering.contains("Demo Formand"))
        #expect(!rendering.contains("<h1"))
    }

    @Test func `references lead to their criterion, and say so when it is gone`() throws {
        let rendering = try Fixture.small.rendering().description

        #expect(rendering.contains("<p>Se <a href=\"#krt-b\">7.2</a> og [slettet kriterium].</p>"))
    }

    @Test func `a page is of text alone, whatever people wrote`() throws {
        let payload = "</style></title><script>alert(1)</script><img src=x onerror=alert(1)>\"'><a href=javascript:x>"
        var content = Fixture.small
        content.title = payload
        content.sections = [Section(id: payload, title: payload, placement: .before, text: FormattedText(payload))]
        content.productGroups = [ProductGroup(id: "kontor", name: payload)]
        content.cpv = [CPVCode(code: payload, label: payload)]
        content.nextReview = payload
        for index in content.criteria.indices {
            content.criteria[index].id = "\(payload)\(index)"
            content.criteria[index].title = payload
            content.criteria[index].group = payload
            content.criteria[index].requirement = FormattedText(payload)
            content.criteria[index].changeFromPrevious = payload
            content.criteria[index].eforms = [payload: [payload]]
            content.criteria[index].labels = [Label(name: payload, orEquivalent: false)]
            content.criteria[index].parameters = [
                Parameter(id: payload, name: payload, value: payload, unit: payload, review: payload)
            ]
        }
        var stamp = VersionStamp(label: payload, hash: payload, approval: nil, notice: payload)
        stamp.approval = VersionStamp.Approval(approver: payload, time: Timestamp(milliseconds: 0))
        stamp.organisation = payload

        let page = String(decoding: try content.webPage(stamp: stamp), as: UTF8.self)

        #expect(!page.contains("<script"))
        #expect(!page.contains("<img"))
        #expect(!page.contains("<a href=javascript"))
        #expect(page.components(separatedBy: "</style>").count == 2)
        #expect(page.components(separatedBy: "</title>").count == 2)
    }

    @Test func `a page loads nothing and says so`() throws {
        let page = String(decoding: try Fixture.furniture().webPage(stamp: Fixture.stamp), as: UTF8.self)

        #expect(page.contains("default-src &#39;none&#39;"))
        #expect(!page.contains("src=\""))
        #expect(!page.contains("url("))
        #expect(!page.contains("<link"))
    }

    @Test func `a criterion without a group is a level higher`() throws {
        var content = Fixture.small
        content.criteria[0].group = ""

        let rendering = try content.rendering().description

        #expect(rendering.contains("<h3><span class=\"rendering-number\">7.1</span> Genbrug</h3>"))
        #expect(rendering.contains("<h4><span class=\"rendering-number\">7.2</span> Mærke</h4>"))
    }

    @Test func `a group that comes back is named again`() throws {
        var content = Fixture.small
        content.criteria.append(content.criteria[0])
        content.criteria[2].id = "krt-c"

        let rendering = try content.rendering().description

        #expect(rendering.components(separatedBy: "<h3 class=\"rendering-group\">Behov</h3>").count == 3)
    }

    @Test func `an export that cannot be right is not made`() {
        var untitled = Fixture.small
        untitled.title = ""
        var repeated = Fixture.small
        repeated.criteria[1].id = repeated.criteria[0].id

        #expect(throws: ExportError.noTitle) { try untitled.webPage(stamp: Fixture.stamp) }
        #expect(throws: ExportError.repeatedCriterion(id: "krt-a")) { try repeated.rendering() }
    }
}
