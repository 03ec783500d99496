// MarkupTests
